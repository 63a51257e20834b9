import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BenchError } from '../bench-error.ts'
import { processTree } from '../measure/process-tree.ts'
import { freePort } from './free-port.ts'

const START_MS = 60_000
const PAUSE_MS = 50

export type StartedOptions = {
  /** arguments of `bun start` */
  args?: readonly string[]
  env?: Readonly<Record<string, string>>
  /** a checkout of Sepal with its packages installed (default: this one) */
  checkout?: string
}

/** `bun start` as a user runs it, its output in a file, until it goes out of scope. */
export class StartedSepal implements AsyncDisposable {
  private constructor(
    readonly url: string,
    private readonly child: Bun.Subprocess,
    private readonly folder: string,
  ) {}

  /** @throws BenchError when it does not answer in time */
  static async start({ args = [], env = {}, checkout = REPOSITORY }: StartedOptions = {}) {
    const command = await startCommand(checkout)
    const folder = await mkdtemp(join(tmpdir(), 'sepal-log-'))
    const port = freePort()
    const log = await open(join(folder, 'log'), 'w')
    const child = Bun.spawn([...command, '--port', String(port), '--free-ports', ...args], {
      cwd: checkout,
      env: { ...process.env, ...env },
      stdin: 'ignore',
      stdout: log.fd,
      stderr: 'inherit',
    })
    await log.close()
    const started = new StartedSepal(`http://127.0.0.1:${port}`, child, folder)
    if (await started.#isReady()) return started
    await started[Symbol.asyncDispose]()
    throw new BenchError(`the Sepal of ${checkout} is not ready after ${START_MS / 1000} s`)
  }

  async #isReady(): Promise<boolean> {
    for (const end = performance.now() + START_MS; performance.now() < end; await sleep(PAUSE_MS)) {
      if (this.child.exitCode !== null) return false
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined)
      if (answer?.ok) return true
    }
    return false
  }

  /** The launcher and all that it started. */
  processes() {
    return processTree(this.child.pid).map((pid) => ({
      name: pid === this.child.pid ? 'launcher' : 'server',
      pid,
    }))
  }

  async [Symbol.asyncDispose]() {
    this.child.kill('SIGTERM')
    await this.child.exited
    await rm(this.folder, { recursive: true })
  }
}

const REPOSITORY = join(import.meta.dir, '../../../..')

/** What the checkout's script `start` runs in the end, without what it installs and builds before. */
async function startCommand(checkout: string): Promise<string[]> {
  const file = Bun.file(join(checkout, 'package.json'))
  const scripts: Record<string, string> = (await file.exists()) ? (await file.json()).scripts : {}
  const [main] = /packages\/\S+\.ts( start)?$/.exec(scripts.start ?? '') ?? []
  if (main === undefined)
    throw new BenchError(`${checkout} is no checkout of Sepal: it has no script "start"`)
  return [process.execPath, '--no-orphans', ...main.split(' ')]
}
