const EVERY_MS = 100
const BAR = 20
/** Back to the first column, and away with what stands there. */
const CLEAR = '\r\x1b[K'

export type Screen = { isTTY?: boolean; write(text: string): unknown }

/** One line that says how far it is, on a terminal; nothing elsewhere. */
export class ProgressLine {
  #done = 0
  #drawnAt = Number.NEGATIVE_INFINITY

  /** @param total bytes to read */
  constructor(
    private readonly screen: Screen,
    private readonly now: () => number,
    private readonly total: number,
  ) {}

  readonly read = (bytes: number) => {
    this.#done += bytes
    if (!this.screen.isTTY || this.now() - this.#drawnAt < EVERY_MS) return
    this.#drawnAt = this.now()
    const share = Math.min(1, this.#done / Math.max(1, this.total))
    const filled = Math.round(share * BAR)
    const percent = `${Math.floor(share * 100)} %`.padStart(5)
    this.screen.write(`${CLEAR}${percent} ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`)
  }

  /** Takes the line away. */
  clear() {
    if (this.screen.isTTY) this.screen.write(CLEAR)
  }
}
