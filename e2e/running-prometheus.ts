import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '@sepal/server/testing'

export const prometheus = Bun.which('prometheus')
if (prometheus === null)
  console.warn('SKIPPED: prometheus is not installed (Debian: apt-get install prometheus)')

/** How often it scrapes: a test waits for a few scrapes. */
const INTERVAL = '250ms'

type QueryAnswer = { status: 'success'; data: { result: unknown[] } } | { status: 'error'; error: string }
export type RuleState = { name: string; health: string }

/** A real Prometheus that scrapes some servers, until it goes out of scope. */
export class RunningPrometheus implements AsyncDisposable {
  private constructor(
    private readonly folder: string,
    private readonly url: string,
    private readonly process: Bun.Subprocess,
  ) {}

  /** @param targets `host:port`, of the job `sepal` */
  static async start(targets: readonly string[], rules: string): Promise<RunningPrometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-prometheus-'))
    const config = {
      global: { scrape_interval: INTERVAL, scrape_timeout: INTERVAL, evaluation_interval: INTERVAL },
      rule_files: [rules],
      scrape_configs: [{ job_name: 'sepal', static_configs: [{ targets }] }],
    }
    // JSON is YAML too.
    await Bun.write(join(folder, 'prometheus.yml'), JSON.stringify(config))
    const address = `127.0.0.1:${freePort()}`
    const started = Bun.spawn(
      [
        prometheus ?? '',
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=${address}`,
        '--log.level=warn',
      ],
      { stdout: 'ignore', stderr: 'ignore' },
    )
    const running = new RunningPrometheus(folder, `http://${address}`, started)
    await eventually(
      () =>
        fetch(`${running.url}/-/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
      (isReady) => isReady,
    )
    return running
  }

  /** How many series a query returns now; a text says what is wrong with the query. */
  async seriesOf(query: string): Promise<number | string> {
    const response = await fetch(`${this.url}/api/v1/query?${new URLSearchParams({ query })}`)
    // As Prometheus documents its API.
    const answer = (await response.json()) as QueryAnswer
    return answer.status === 'success' ? answer.data.result.length : answer.error
  }

  /** Its rules: `ok`, `err`, or `unknown` before they were evaluated. */
  async rules(): Promise<RuleState[]> {
    const response = await fetch(`${this.url}/api/v1/rules`)
    const { data } = (await response.json()) as { data: { groups: { rules: RuleState[] }[] } }
    return data.groups.flatMap(({ rules }) => rules)
  }

  async [Symbol.asyncDispose]() {
    this.process.kill()
    await this.process.exited
    await rm(this.folder, { recursive: true })
  }
}

/** It cannot say which port it took. */
function freePort(): number {
  const listener = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  listener.stop()
  return listener.port
}
