/** How far it is. */
export type Progress = {
  rows: number
  /** of the input, from 0 to 1; missing where its size is not known */
  share?: number
}

export type Terminal = {
  columns?: number
  write(text: string): unknown
}

/** How often the line is drawn, ms. */
const EVERY_MS = 100
const BAR = 20
/** Back to the first column, and away with what stands there. */
export const CLEAR = '\r\x1b[K'

/** One line on a terminal that says how far it is, how fast, and how long it will take. */
export class ProgressLine {
  readonly #startedAt: number
  readonly #start: Progress
  #drawnAt = Number.NEGATIVE_INFINITY

  /** `start`: what an earlier run has done, which says nothing about the speed of this one */
  constructor(
    private readonly terminal: Terminal,
    private readonly now: () => number,
    start: Progress,
  ) {
    this.#startedAt = now()
    this.#start = start
  }

  show(progress: Progress) {
    const now = this.now()
    if (now - this.#drawnAt < EVERY_MS) return
    this.#drawnAt = now
    const text = progressText(progress, this.#start, now - this.#startedAt)
    this.terminal.write(CLEAR + text.slice(0, (this.terminal.columns ?? 80) - 1))
  }

  /** Takes the line away, so that something else can be written. */
  clear() {
    this.terminal.write(CLEAR)
    this.#drawnAt = Number.NEGATIVE_INFINITY
  }
}

/** The text of the line, `elapsedMs` after `start`. */
export function progressText({ rows, share }: Progress, start: Progress, elapsedMs: number): string {
  const perSecond = elapsedMs > 0 ? Math.round(((rows - start.rows) / elapsedMs) * 1000) : 0
  const figures = `${rows.toLocaleString('en')} rows  ${perSecond.toLocaleString('en')} rows/s`
  if (share === undefined) return figures
  const filled = Math.round(share * BAR)
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled)
  const done = share - (start.share ?? 0)
  const left = done > 0 ? `  ${durationText((elapsedMs * (1 - share)) / done)} left` : ''
  const percent = `${Math.floor(share * 100)} %`.padStart(5)
  return `${percent} ${bar}  ${figures}${left}`
}

/** `0:07`, `12:30`, `3:04:05`. */
export function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
