import { styleText } from 'node:util'

const COLOURS = ['cyan', 'magenta', 'yellow', 'blue', 'green'] as const

export type LineWriterOptions = {
  stream: NodeJS.WritableStream
  /** length to which labels are filled up, so that the lines stand below each other */
  longestLabel: number
  isColoured: boolean
}

/**
 * Writes lines with who wrote them in front, `rose  | …`. What comes in one turn of the event loop is written
 * together, as a child may log every request.
 */
export function createLineWriter({ stream, longestLabel, isColoured }: LineWriterOptions) {
  const prefixes = new Map<string, string>()
  let pending = ''
  const flush = () => {
    stream.write(pending)
    pending = ''
  }
  const prefixOf = (label: string): string => {
    const known = prefixes.get(label)
    if (known !== undefined) return known
    const text = `${label.padEnd(longestLabel)} |`
    const colour = COLOURS[prefixes.size % COLOURS.length] ?? 'reset'
    const prefix = isColoured ? styleText(colour, text, { validateStream: false }) : text
    prefixes.set(label, prefix)
    return prefix
  }
  return {
    write(label: string, line: string): void {
      if (pending === '') setImmediate(flush)
      pending += `${prefixOf(label)} ${line}\n`
    },
    /** Writes at once what is held back. */
    flush,
  }
}
