export type Terminal = {
  columns?: number
  write(text: string): unknown
}

/** How often the line is drawn, ms. */
const EVERY_MS = 100
const BAR = 20
/** Back to the first column, and away with what stands there. */
export const CLEAR_LINE = '\r\x1b[K'

/** One line on a terminal that is drawn again and again, no wider than the terminal. */
export class StatusLine {
  #drawnAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly terminal: Terminal,
    private readonly now: () => number,
  ) {}

  /** Draws the text, unless the line was drawn a moment ago. */
  show(textAt: (now: number) => string) {
    const now = this.now()
    if (now - this.#drawnAt < EVERY_MS) return
    this.#drawnAt = now
    this.terminal.write(CLEAR_LINE + textAt(now).slice(0, (this.terminal.columns ?? 80) - 1))
  }

  /** Takes the line away, so that something else can be written. */
  clear() {
    this.terminal.write(CLEAR_LINE)
    this.#drawnAt = Number.NEGATIVE_INFINITY
  }
}

/** A share from 0 to 1, as ` 25 % █████░░░░░░░░░░░░░░░`. */
export function progressBar(share: number): string {
  const filled = Math.round(share * BAR)
  const percent = `${Math.floor(share * 100)} %`.padStart(5)
  return `${percent} ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`
}
