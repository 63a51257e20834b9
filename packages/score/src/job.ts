import type { Options } from './arguments.ts'
import { type Files, settingsOf } from './files.ts'
import { badLineText } from './format.ts'
import type { Source } from './input/source.ts'
import { Report, type Screen } from './report.ts'
import type { Ask } from './scorer.ts'
import { Scorer } from './scorer.ts'
import { type Done, type Scored, score } from './scoring.ts'

/** How often it is noted how far the output is, ms: as much is done again after a hard end. */
const CHECKPOINT_EVERY_MS = 1000

export type JobDeps = {
  ask: Ask
  /** no more rows are begun once it is aborted */
  stopping: AbortSignal
  /** ends requests under way */
  aborting: AbortSignal
  now: () => number
  screen: Screen
}

/** Scores what an input has into an output. */
export class Job implements AsyncDisposable {
  readonly #report: Report
  #done: Done
  #isWhole = false
  #savedAt = Number.NEGATIVE_INFINITY

  /** Takes the files over, and closes them when it goes out of scope. */
  constructor(
    private readonly options: Options,
    private readonly files: Files,
    private readonly deps: JobDeps,
  ) {
    const { start, source } = files
    this.#done = start
    const share = shareOf(source, start.position.offset)
    this.#report = new Report(deps.screen, { now: deps.now, start: { rows: start.rows, ...share } })
  }

  /** what is done by now, earlier runs included */
  get done(): Done {
    return this.#done
  }

  /**
   * Scores to the end, or until it is stopped.
   * @returns what was done
   * @throws ScoreError when it cannot go on; the output ends with a whole row all the same
   */
  async run(): Promise<Done> {
    const { options, deps, files } = this
    const { format, output, errors, start } = files
    if (output.bytes === 0) await output.write(format.table.head(format.added))
    if (errors?.bytes === 0) await errors.write(badLineText(format))
    const scored = score({
      text: files.source.text(start.position.offset),
      from: start,
      format,
      scorer: new Scorer(deps.ask),
      rowsPerRequest: options.rows,
      requests: options.requests,
      isStrict: options.isStrict,
      stopping: deps.stopping,
      aborting: deps.aborting,
    })
    for await (const piece of scored) {
      await this.#write(piece)
      if (deps.now() - this.#savedAt >= CHECKPOINT_EVERY_MS) await this.#save()
    }
    this.#isWhole = !deps.stopping.aborted
    return this.#done
  }

  /** Closes the files. Of an output that is not whole it is noted where to go on. */
  async [Symbol.asyncDispose]() {
    const { output, errors, checkpoints } = this.files
    this.#report.end()
    await output.close()
    await errors?.close()
    if (this.#isWhole) await checkpoints?.remove()
    else await this.#save()
  }

  async #write({ text, bad, done }: Scored) {
    const { output, errors, format, source } = this.files
    await output.write(text)
    await errors?.write(bad.map((line) => badLineText(format, line)).join(''))
    this.#done = done
    this.#report.badLines(bad, this.options.errors)
    this.#report.progress({ rows: done.rows, ...shareOf(source) })
  }

  async #save() {
    const { source, output, errors, checkpoints } = this.files
    this.#savedAt = this.deps.now()
    await checkpoints?.write({
      input: source.file ?? null,
      settings: settingsOf(this.options),
      ...this.#done,
      outputBytes: output.bytes,
      errorsBytes: errors?.bytes ?? 0,
    })
  }
}

/** How much of the input is read, where its size is known. */
function shareOf({ file, bytesRead }: Source, read = bytesRead): { share?: number } {
  return file === undefined || file.bytes === 0 ? {} : { share: Math.min(1, read / file.bytes) }
}
