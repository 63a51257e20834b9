import { progressBar, StatusLine, type Terminal } from '@sepal/command-line'

/** How far it is. */
export type Progress = {
  rows: number
  /** of the input, from 0 to 1; missing where its size is not known */
  share?: number
}

/** One line on a terminal that says how far it is, how fast, and how long it will take. */
export class ProgressLine {
  readonly #line: StatusLine
  readonly #startedAt: number

  /** `start`: what an earlier run has done, which says nothing about the speed of this one */
  constructor(
    terminal: Terminal,
    now: () => number,
    private readonly start: Progress,
  ) {
    this.#line = new StatusLine(terminal, now)
    this.#startedAt = now()
  }

  show(progress: Progress) {
    this.#line.show((now) => progressText(progress, this.start, now - this.#startedAt))
  }

  /** Takes the line away, so that something else can be written. */
  clear() {
    this.#line.clear()
  }
}

/** The text of the line, `elapsedMs` after `start`. */
export function progressText({ rows, share }: Progress, start: Progress, elapsedMs: number): string {
  const perSecond = elapsedMs > 0 ? Math.round(((rows - start.rows) / elapsedMs) * 1000) : 0
  const figures = `${rows.toLocaleString('en')} rows  ${perSecond.toLocaleString('en')} rows/s`
  if (share === undefined) return figures
  const done = share - (start.share ?? 0)
  const left = done > 0 ? `  ${durationText((elapsedMs * (1 - share)) / done)} left` : ''
  return `${progressBar(share)}  ${figures}${left}`
}

/** `0:07`, `12:30`, `3:04:05`. */
export function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
