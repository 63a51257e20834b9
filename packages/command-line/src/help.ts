import type { CommandTable, Operands, Options } from './command-table.ts'
import { EXIT, type ExitCode, exitCodes } from './exit-codes.ts'
import type { Option } from './option.ts'

const WIDTH = 100
const INDENT = 2
const GAP = 2

const COMMON_CODES: readonly ExitCode[] = ['ok', 'failed', 'usage']

/** @param options by their names as they are typed, without dashes */
export function helpOf<O extends Options, T>(
  {
    summary,
    invocation,
    operands,
    notes = [],
    examples = [],
    exitCodes: codes = COMMON_CODES,
  }: CommandTable<O, T>,
  options: ReadonlyMap<string, Option<unknown>>,
): string {
  const usage = operands === undefined ? '' : ` ${usageOf(operands)}`
  const hasShort = [...options.values()].some(({ short }) => short !== undefined)
  const rows = [...options].map(([name, row]) => [heading(name, row, hasShort), sentence(row)] as const)
  const sections = [
    wrap(summary, WIDTH).join('\n'),
    `Usage: ${invocation}${usage} [options]`,
    operands === undefined ? undefined : columns([[operands.placeholder, operands.help]]),
    operands?.choices === undefined
      ? undefined
      : `${operands.placeholder} is one of:\n${columns(operands.choices)}`,
    `Options:\n${columns(rows)}`,
    ...notes.map((note) => wrap(note, WIDTH).join('\n')),
    examples.length === 0
      ? undefined
      : `Examples:\n${columns(examples.map(([args, does]) => [`${invocation} ${args}`.trimEnd(), does]))}`,
    `Exit codes:\n${columns(codes.map((code) => [String(EXIT[code]), exitCodes[code]]))}`,
  ]
  return `${sections.filter((section) => section !== undefined).join('\n\n')}\n`
}

function heading(name: string, { short, placeholder, alone }: Option<unknown>, hasShort: boolean): string {
  const letter = short === undefined ? (hasShort ? '    ' : '') : `-${short}, `
  const value = alone === undefined ? placeholder : `[${placeholder}]`
  return `${letter}--${name}${placeholder === undefined ? '' : ` ${value}`}`
}

function sentence({ help, default: fallback }: Option<unknown>): string {
  return fallback === undefined ? help : `${help} (default: ${fallback})`
}

/** Terms on the left, what they mean on the right, wrapped. */
export function columns(rows: readonly (readonly [term: string, meaning: string])[]): string {
  const left = Math.max(...rows.map(([term]) => term.length)) + GAP
  // A term so long leaves no room beside it.
  const isStacked = left > WIDTH / 2
  const start = INDENT + (isStacked ? 2 * INDENT : left)
  const margin = ' '.repeat(INDENT)
  return rows
    .map(([term, meaning]) => {
      const [first = '', ...rest] = wrap(meaning, WIDTH - start)
      const more = rest.map((line) => `\n${' '.repeat(start)}${line}`).join('')
      return isStacked
        ? `${margin}${term}\n${' '.repeat(start)}${first}${more}`
        : `${margin}${term.padEnd(left)}${first}${more}`
    })
    .join('\n')
}

function wrap(words: string, width: number): string[] {
  const lines: string[] = ['']
  for (const word of words.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line === '') lines[lines.length - 1] = word
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}

function usageOf({ placeholder, max, isRequired = false }: Operands<unknown>): string {
  const text = max > 1 ? `${placeholder}…` : placeholder
  return isRequired ? text : `[${text}]`
}
