import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BenchError } from '../bench-error.ts'
import { commands } from '../contestants/commands.ts'
import type { SampleRow } from '../contestants/sample-rows.ts'
import { type Decision, wrongScores } from './wrong-scores.ts'

export type FileOptions = {
  /** names of its columns */
  features: readonly string[]
  /** its rows, repeated */
  rows: readonly SampleRow[]
  /** the decision for each different row */
  decisions: readonly Decision[]
  /** number of rows, a multiple of the different ones */
  count: number
}

/** What scoring a file took. */
export type Scoring = {
  durationMs: number
  /** processor time of the command, ms */
  cpuMs: number
  /** the command's peak resident memory, bytes */
  peakRssBytes: number
  /** what is wrong with the output, if anything */
  wrong: string | undefined
}

/** A CSV for `bun run score`, until it goes out of scope. */
export class ScoredFile implements AsyncDisposable {
  private constructor(
    private readonly folder: string,
    private readonly options: FileOptions,
  ) {}

  static async write(options: FileOptions): Promise<ScoredFile> {
    const { features, rows, count } = options
    const folder = await mkdtemp(join(tmpdir(), 'sepal-score-'))
    const lines = rows.map((row) => `${row.join(',')}\n`).join('')
    await Bun.write(join(folder, 'in.csv'), `${features.join(',')}\n${lines.repeat(count / rows.length)}`)
    return new ScoredFile(folder, options)
  }

  /**
   * Scores it through a proxy, once.
   * @throws BenchError with what the command said when it fails
   */
  async score(proxy: string, signal: AbortSignal): Promise<Scoring> {
    const [input, output] = [join(this.folder, 'in.csv'), join(this.folder, 'out.csv')]
    const startedAt = performance.now()
    const command = Bun.spawn([...commands.score, input, '-o', output, '--force', '--url', proxy], {
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'pipe',
      signal,
    })
    const [said, code] = await Promise.all([command.stderr.text(), command.exited])
    const durationMs = performance.now() - startedAt
    signal.throwIfAborted()
    if (code !== 0) throw new BenchError(`bun run score ended with exit code ${code}: ${said.trim()}`)
    const { cpuTime, maxRSS } = command.resourceUsage() ?? { cpuTime: { total: 0 }, maxRSS: 0 }
    return {
      durationMs,
      cpuMs: Number(cpuTime.total) / 1000,
      peakRssBytes: maxRSS,
      wrong: wrongScores(await Bun.file(output).text(), this.options.decisions, this.options.count),
    }
  }

  async [Symbol.asyncDispose]() {
    await rm(this.folder, { recursive: true })
  }
}
