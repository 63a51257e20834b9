import { describe, expect, test } from 'bun:test'
import { Command } from './command.ts'
import { completionScript } from './completion.ts'
import { choice, flag, text } from './option.ts'
import { Program, subcommand } from './program.ts'

const water = new Command({
  name: 'water',
  invocation: 'garden water',
  summary: "Waters a bed: don't drown it.",
  options: {
    from: choice({ placeholder: 'SOURCE', short: 'f', help: 'well [or rain]', of: ['well', 'rain'] }),
    shed: text({ placeholder: 'DIR', help: 'where the can is' }),
    gently: flag({ help: 'as rain does' }),
  },
})
const weed = new Command({ name: 'weed', invocation: 'garden weed', summary: 'Weeds a bed.', options: {} })
const commands = {
  water: async () => subcommand(water, () => {}),
  weed: async () => subcommand(weed, () => {}),
}
const all = await new Program({ name: 'garden', summary: '', version: '1.0.0', commands }).loadAll()

async function outputOf(shell: string, ...args: readonly string[]) {
  const child = Bun.spawn([shell, ...args], { cwd: import.meta.dir, stdout: 'pipe', stderr: 'pipe' })
  const [out, error] = await Promise.all([child.stdout.text(), child.stderr.text()])
  return error + out
}

const bash = Bun.which('bash')
const zsh = Bun.which('zsh')

describe.skipIf(bash === null)('bash completes', () => {
  test.each([
    [['garden', ''], 'water weed completion help --help --version'],
    [['garden', 'we'], 'weed'],
    [['garden', 'water', '--'], '--from --shed --gently --help'],
    [['garden', 'water', '--from', ''], 'well rain'],
    [['garden', 'water', '-f', 'r'], 'rain'],
    [['garden', 'water', '--from', '=', 'w'], 'well'],
    [['garden', 'water', '--shed', 'fix'], 'fixtures'],
    [['garden', 'water', ''], ''],
    [['garden', 'completion', 'z'], 'zsh'],
    [['garden', 'help', 'wa'], 'water'],
  ])('%j', async (words, expected) => {
    const asked = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _garden; echo "\${COMPREPLY[*]}"`
    const script = `${completionScript('bash', 'garden', all)}\n${asked}`
    expect(await outputOf(bash ?? '', '-uc', script, 'bash', ...words)).toBe(`${expected}\n`)
  })
})

test.skipIf(zsh === null)('zsh reads its script', async () => {
  expect(await outputOf(zsh ?? '', '-nc', completionScript('zsh', 'garden', all))).toBe('')
})

test('zsh gets quotes and brackets that it reads as text', () => {
  const script = completionScript('zsh', 'garden', all)
  expect(script).toContain(String.raw`'water:Waters a bed: don'\''t drown it.'`)
  expect(script).toContain(String.raw`'--from=[well \[or rain\]]:SOURCE:(well rain)'`)
})
