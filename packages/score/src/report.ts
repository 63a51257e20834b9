import type { Terminal } from '@sepal/command-line'
import type { BadLine } from '@sepal/tabular'
import { type Progress, ProgressLine } from './progress.ts'
import { sentenceOf } from './scoring.ts'

/** How many bad lines are told one by one. */
const MAX_TOLD = 10

/** Standard error, or what stands in for it. */
export type Screen = Terminal & { isTTY?: boolean }

/** What is said on standard error while it runs: bad lines, and on a terminal how far it is. */
export class Report {
  readonly #progress: ProgressLine | undefined
  #told = 0

  constructor(
    private readonly screen: Screen,
    { now, start }: { now: () => number; start: Progress },
  ) {
    this.#progress = screen.isTTY ? new ProgressLine(screen, now, start) : undefined
  }

  /** @param allAreIn the file that has every bad line, if there is one */
  badLines(lines: readonly BadLine[], allAreIn: string | undefined) {
    if (lines.length === 0 || this.#told > MAX_TOLD) return
    this.#progress?.clear()
    for (const line of lines.slice(0, MAX_TOLD - this.#told)) this.say(sentenceOf(line))
    this.#told += lines.length
    if (this.#told > MAX_TOLD) {
      this.say(`further bad lines are not told; ${allAreIn ?? '--errors FILE'} has all of them`)
    }
  }

  progress(progress: Progress) {
    this.#progress?.show(progress)
  }

  say(text: string) {
    this.screen.write(`score: ${text}\n`)
  }

  end() {
    this.#progress?.clear()
  }
}
