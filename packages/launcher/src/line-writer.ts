import { styleText } from 'node:util'

const COLOURS = ['cyan', 'magenta', 'yellow', 'blue', 'green'] as const

export type LineWriterOptions = {
  stream: NodeJS.WritableStream
  /** length that labels are padded to, so that the lines align */
  longestLabel: number
  isColoured: boolean
}

/**
 * Writes lines with their writer's label in front, `rose  | …`. Lines of one turn of the event loop are written
 * together, because a child may log every request.
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
    /** Writes held-back lines at once. */
    flush,
  }
}
