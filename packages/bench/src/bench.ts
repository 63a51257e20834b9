import { type Contestant, requestTo } from './contestants/contestant.ts'
import { Field } from './contestants/field.ts'
import { requestBody, rowNumbers, type SampleRow } from './contestants/sample-rows.ts'
import type { LoadTool } from './load/load-tool.ts'
import { type ComparisonOptions, compare } from './measure/comparison.ts'
import type { Cell, LoadResult } from './measure/sample.ts'

export type BenchOptions = {
  tool: LoadTool
  rounds: number
  /** how long each contestant is measured in a round */
  durationMs: number
  warmUpMs: number
  /** how long a contestant is warmed up before its first measurement, for its compilers */
  firstWarmUpMs: number
  /** how long a soak runs */
  minutes: number
  /** what a soak draws its requests and faults from */
  seed: number
  /** another checkout of Sepal to compare this one with */
  before: string | undefined
  /** whether scenarios should skip what takes long */
  isQuick: boolean
  signal: AbortSignal
  say: (progress: string) => void
}

/** A field with the contestants of most scenarios. */
export type StandardField = {
  field: Field
  doNothing: Contestant
  classifier: Contestant
  sepal: Contestant
  naive: Contestant
  fastify: Contestant
}

/** A load of similar requests from connections that each wait for their answer. */
export type ClosedLoop = {
  scenario: string
  load: string
  rowsPerRequest: number
  connections: number
}

/** Enough for each runtime to compile its hot code. */
const WARM_UP_CONNECTIONS = 64

/** The tools of the scenarios, and what they share. */
export class Bench implements AsyncDisposable {
  #standard: Promise<StandardField> | undefined
  /** addresses of the contestants that have been warmed up */
  readonly #warm = new Set<string>()

  constructor(readonly options: BenchOptions) {}

  /** The field of most scenarios, which starts with the first of them. */
  standardField(): Promise<StandardField> {
    this.#standard ??= this.#startStandard()
    return this.#standard
  }

  /** Measures contestants under one load, by the options unless `changes` override them. */
  async compare(
    contestants: readonly Contestant[],
    load: Pick<ComparisonOptions, 'scenario' | 'load' | 'rows' | 'rowsPerRequest' | 'run'>,
    changes: Partial<ComparisonOptions> = {},
  ): Promise<Cell[]> {
    const { rounds, durationMs, warmUpMs, say } = this.options
    for (const contestant of contestants) await this.#warmUp(contestant, load.rows)
    return compare(contestants, { rounds, durationMs, warmUpMs, say, ...load, ...changes })
  }

  /** Measures contestants under the load tool. */
  closedLoop(
    contestants: readonly Contestant[],
    rows: readonly SampleRow[],
    load: ClosedLoop,
    changes: Partial<ComparisonOptions> = {},
  ): Promise<Cell[]> {
    const run = (contestant: Contestant, durationMs: number) =>
      this.load(contestant, { ...load, rows, durationMs })
    return this.compare(contestants, { ...load, rows, run }, changes)
  }

  /** One run of the load tool against a contestant. */
  load(
    contestant: Contestant,
    {
      rows,
      rowsPerRequest,
      connections,
      durationMs,
    }: Omit<ClosedLoop, 'scenario' | 'load'> & { rows: readonly SampleRow[]; durationMs: number },
  ): Promise<LoadResult> {
    const { tool, signal } = this.options
    const requests = numbersOfRequests(rows, rowsPerRequest).map((numbers) =>
      requestTo(contestant, rows, numbers),
    )
    return tool.run({
      url: `${contestant.url}${requests[0]?.path}`,
      bodies: requests.map(({ body }) => body),
      headers: contestant.headers,
      connections,
      durationMs,
      signal,
    })
  }

  async #warmUp(contestant: Contestant, rows: readonly SampleRow[]) {
    if (this.#warm.has(contestant.url)) return
    this.#warm.add(contestant.url)
    const durationMs = this.options.firstWarmUpMs
    await this.load(contestant, { rows, rowsPerRequest: 1, connections: WARM_UP_CONNECTIONS, durationMs })
  }

  async #startStandard(): Promise<StandardField> {
    const field = await Field.start()
    try {
      const [doNothing, naive, fastify] = await Promise.all([
        field.doNothing(),
        field.naive(),
        field.fastify(),
      ])
      const { classifier, proxy: sepal } = field.ensemble
      return { field, doNothing, classifier, sepal, naive, fastify }
    } catch (failure) {
      await field[Symbol.asyncDispose]()
      throw failure
    }
  }

  async [Symbol.asyncDispose]() {
    const standard = await this.#standard?.catch(() => undefined)
    await standard?.field[Symbol.asyncDispose]()
  }
}

/** Bodies with different rows: one per row, or fewer if each holds many. */
export function requestBodies(rows: readonly SampleRow[], rowsPerRequest: number): string[] {
  return numbersOfRequests(rows, rowsPerRequest).map((numbers) => requestBody(rows, numbers))
}

function numbersOfRequests({ length }: readonly SampleRow[], rowsPerRequest: number): number[][] {
  const count = Math.max(1, Math.floor(length / rowsPerRequest))
  return Array.from({ length: count }, (_, first) => rowNumbers(first, rowsPerRequest))
}
