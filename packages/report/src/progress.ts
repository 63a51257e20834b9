import { progressBar, StatusLine, type Terminal } from '@sepal/command-line'

export type Screen = Terminal & { isTTY?: boolean }

/** One line that says how far it is, on a terminal; nothing elsewhere. */
export class ProgressLine {
  readonly #line: StatusLine | undefined
  #done = 0

  /** @param total bytes to read */
  constructor(
    screen: Screen,
    now: () => number,
    private readonly total: number,
  ) {
    if (screen.isTTY) this.#line = new StatusLine(screen, now)
  }

  readonly read = (bytes: number) => {
    this.#done += bytes
    this.#line?.show(() => progressBar(Math.min(1, this.#done / Math.max(1, this.total))))
  }

  /** Takes the line away. */
  clear() {
    this.#line?.clear()
  }
}
