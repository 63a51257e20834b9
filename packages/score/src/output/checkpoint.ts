import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { reasonOf } from '../input/source.ts'
import { ScoreError } from '../score-error.ts'

const WholeNumber = Type.Integer({ minimum: 0 })

const Checkpoint = Type.Object({
  /** what the input was, so that another one is noticed */
  input: Type.Union([Type.Object({ bytes: WholeNumber, modifiedMs: Type.Number() }), Type.Null()]),
  /** what the output depends on beside the input */
  settings: Type.String(),
  /** the first bytes of the input that are not scored, unzipped, and the lines before them */
  position: Type.Object({ offset: WholeNumber, line: WholeNumber }),
  outputBytes: WholeNumber,
  errorsBytes: WholeNumber,
  rows: WholeNumber,
  badLines: WholeNumber,
})

/** How far a file is scored, and how long its output is at that point. */
export type Checkpoint = Static<typeof Checkpoint>

/** The checkpoint of an output that is not finished, in a file beside it. */
export class CheckpointFile {
  readonly #path: string

  constructor(output: string) {
    this.#path = `${output}.resume`
  }

  /** @throws ScoreError when there is something that is no checkpoint */
  async read(): Promise<Checkpoint | undefined> {
    let text: string
    try {
      text = await readFile(this.#path, 'utf8')
    } catch {
      return undefined
    }
    try {
      const value: unknown = JSON.parse(text)
      if (Value.Check(Checkpoint, value)) return value
    } catch {
      // said below
    }
    throw new ScoreError(`${this.#path} is not what --resume reads; remove it to begin anew`)
  }

  /** All of it or nothing, whenever the process ends. */
  async write(checkpoint: Checkpoint) {
    const next = `${this.#path}.next`
    try {
      await writeFile(next, JSON.stringify(checkpoint))
      await rename(next, this.#path)
    } catch (cause) {
      throw new ScoreError(`${this.#path} cannot be written: ${reasonOf(cause)}`, { cause })
    }
  }

  async remove() {
    await rm(this.#path, { force: true })
  }
}
