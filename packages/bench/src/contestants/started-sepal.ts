import { readFileSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BenchError } from '../bench-error.ts'
import { processTree } from '../measure/process-tree.ts'
import { freePort } from './free-port.ts'

const START_MS = 60_000
const PAUSE_MS = 10

export type StartedOptions = {
  /** arguments of `bun start` */
  args?: readonly string[]
  env?: Readonly<Record<string, string>>
  /** a checkout of Sepal with its packages installed (default: this one) */
  checkout?: string
  /** whether to do all that the script `start` does; otherwise not what it does before the launcher */
  isWhole?: boolean
  /** whether it has come up as far as it should (default: it is ready) */
  isUp?: (url: string) => Promise<boolean>
}

/** `bun start` as a user runs it, its output in a file, until it goes out of scope. */
export class StartedSepal implements AsyncDisposable {
  private constructor(
    readonly url: string,
    /** from the command until it was up, ms */
    readonly startMs: number,
    private readonly child: Bun.Subprocess,
    private readonly folder: string,
  ) {}

  /** @throws BenchError when it does not answer in time */
  static async start({
    args = [],
    env = {},
    checkout = REPOSITORY,
    isWhole = false,
    isUp = isReady,
  }: StartedOptions = {}) {
    const command = isWhole ? [process.execPath, 'run', '--silent', 'start'] : await startCommand(checkout)
    const folder = await mkdtemp(join(tmpdir(), 'sepal-log-'))
    const port = freePort()
    const log = await open(join(folder, 'log'), 'w')
    const startedAt = performance.now()
    const child = Bun.spawn([...command, '--port', String(port), '--free-ports', ...args], {
      cwd: checkout,
      env: { ...process.env, ...env },
      stdin: 'ignore',
      stdout: log.fd,
      stderr: 'inherit',
    })
    await log.close()
    const url = `http://127.0.0.1:${port}`
    const hasCome = await comesUp(child, () => isUp(url))
    const started = new StartedSepal(url, performance.now() - startedAt, child, folder)
    if (hasCome) return started
    await started[Symbol.asyncDispose]()
    throw new BenchError(`the Sepal of ${checkout} is not ready after ${START_MS / 1000} s`)
  }

  /** The launcher and all that it started. */
  processes() {
    return processTree(this.child.pid).map((pid) => ({ name: nameOf(pid), pid }))
  }

  async [Symbol.asyncDispose]() {
    this.child.kill('SIGTERM')
    await this.child.exited
    await rm(this.folder, { recursive: true })
  }
}

async function comesUp(child: Bun.Subprocess, isUp: () => Promise<boolean>): Promise<boolean> {
  for (const end = performance.now() + START_MS; performance.now() < end; await sleep(PAUSE_MS)) {
    if (child.exitCode !== null) return false
    if (await isUp()) return true
  }
  return false
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/health/ready`).catch(() => undefined)
  return answer?.ok ?? false
}

/** The classifier's name, `proxy` or `launcher`, by how the launcher started it. */
function nameOf(pid: number): string {
  const [, server] = /(proxy|classifier)(?:\/src\/main\.ts|\.js)\0/.exec(textOf(`/proc/${pid}/cmdline`)) ?? []
  const [, mode] = /(?:^|\0)MODE=([^\0]*)/.exec(textOf(`/proc/${pid}/environ`)) ?? []
  return (server === 'classifier' ? mode : server) ?? 'launcher'
}

/** Empty once the process has ended. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
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
