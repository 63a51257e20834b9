import { Command } from './command.ts'
import { type Option, unknownChoice } from './option.ts'

/** What a shell completes for a command. */
export type Completed = {
  /** one sentence */
  readonly summary: string
  readonly options: ReadonlyMap<string, Option<unknown>>
  /** the words that an operand can be; files where there are none */
  readonly words: readonly string[] | undefined
}

const SHELLS = ['bash', 'zsh'] as const
export type Shell = (typeof SHELLS)[number]

export const completionCommand = (program: string) =>
  new Command({
    name: 'completion',
    invocation: `${program} completion`,
    summary: 'Prints a script that completes commands and options in a shell.',
    operands: {
      placeholder: 'SHELL',
      help: 'bash or zsh',
      choices: [
        ['bash', `put it into ~/.local/share/bash-completion/completions/${program}`],
        ['zsh', `put it into a folder of $fpath as _${program}`],
      ],
      max: 1,
      isRequired: true,
      parse: (given): Shell => {
        const found = SHELLS.find((shell) => shell === given)
        if (found !== undefined) return found
        throw unknownChoice(given, 'SHELL', SHELLS)
      },
    },
    options: {},
    notes: [
      `It completes what is typed as ${program}, so the command has to be on the PATH: npm i -g ${program}, or node_modules/.bin.`,
    ],
    examples: [[`bash > ~/.local/share/bash-completion/completions/${program}`, 'for bash']],
  })

/** The script that completes a program's commands, options and their values. */
export function completionScript(
  shell: Shell,
  program: string,
  commands: ReadonlyMap<string, Completed>,
): string {
  return shell === 'bash' ? bashScript(program, commands) : zshScript(program, commands)
}

/** Where there are no words to offer, bash completes file names. */
function bashScript(program: string, commands: ReadonlyMap<string, Completed>): string {
  const values = [...commands].flatMap(([name, { options }]) =>
    [...options].flatMap(([option, row]) => {
      if (row.placeholder === undefined) return []
      const typed = [`'${name} --${option}'`, ...(row.short ? [`'${name} -${row.short}'`] : [])].join(' | ')
      if (row.choices !== undefined) return [`      ${typed}) words='${row.choices.join(' ')}' ;;`]
      const completes =
        row.placeholder === 'DIR' ? `COMPREPLY=($(compgen -d -- "$current")); return` : 'return'
      return [`      ${typed}) ${completes} ;;`]
    }),
  )
  const options = [...commands].map(([name, { options, words = [] }]) => {
    const dashed = [...options.keys()].map((option) => `--${option}`)
    return `          ${name}) options='${dashed.join(' ')}' words='${words.join(' ')}' ;;`
  })
  return `# Completes ${program} in bash. Made by: ${program} completion bash
_${program}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} words='' options=''
  # bash takes --option=value for three words.
  [ "$previous" = = ] && previous=\${COMP_WORDS[COMP_CWORD - 2]}
  [ "$current" = = ] && current=''
  if [ "$COMP_CWORD" = 1 ]; then
    words='${[...commands.keys(), 'help', '--help', '--version'].join(' ')}'
  else
    case "\${COMP_WORDS[1]} $previous" in
      'help help') words='${[...commands.keys()].join(' ')}' ;;
${values.join('\n')}
      *)
        case "\${COMP_WORDS[1]}" in
${options.join('\n')}
        esac
        case "$current" in -*) words=$options ;; esac
        ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _${program} ${program}
`
}

function zshScript(program: string, commands: ReadonlyMap<string, Completed>): string {
  const described = [...commands].map(([name, { summary }]) => `    ${quoted(`${name}:${summary}`)}`)
  const cases = [...commands].map(([name, { options, words }]) => {
    const specs = [...options].flatMap(([option, row]) => zshSpecs(option, row))
    const operand = words === undefined ? '*:file:_files' : `*:word:(${words.join(' ')})`
    return `    ${name})\n      _arguments \\\n${[...specs, operand].map((spec) => `        ${quoted(spec)}`).join(' \\\n')}\n      ;;`
  })
  return `#compdef ${program}
# Completes ${program} in zsh. Made by: ${program} completion zsh
_${program}() {
  local -a commands=(
${described.join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
    help) _describe command commands ;;
${cases.join('\n')}
  esac
}
_${program} "$@"
`
}

function zshSpecs(option: string, { help, short, placeholder, choices }: Option<unknown>): string[] {
  const files = placeholder === 'DIR' ? '_files -/' : placeholder?.startsWith('FILE') ? '_files' : ' '
  const action = choices === undefined ? files : `(${choices.join(' ')})`
  const text = `[${help.replace(/[[\]]/g, '\\$&')}]`
  const value = placeholder === undefined ? '' : `:${placeholder.replaceAll(':', '\\:')}:${action}`
  const long = `--${option}${value === '' ? '' : '='}${text}${value}`
  return short === undefined ? [long] : [long, `-${short}${text}${value}`]
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
