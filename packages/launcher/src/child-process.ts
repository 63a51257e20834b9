import type { Environment } from '@sepal/server/config'
import type { LifecycleMessage } from '@sepal/server/lifecycle'
import { linesOf } from './lines.ts'

/** `proxy: port 1 is taken` or `SyntaxError: …`, not a line of a stack. */
const REASON = /^[\w-]+: /

/** How a process ended. */
export type End = {
  /** null when a signal ended it */
  exitCode: number | null
  signal: string | null
  livedMs: number
  /** the last reason on standard error; empty if there was none */
  lastError: string
}

/** A running process. */
export type ChildProcess = {
  pid: number
  kill(signal: NodeJS.Signals): void
  /** resolves when the process has ended and all of its output was delivered */
  ended: Promise<End>
}

export type SpawnOptions = {
  command: readonly string[]
  /** the whole environment */
  env: Environment
  onMessage(message: LifecycleMessage): void
  /** receives each line that the process writes, without the line end */
  onLine(line: string): void
  /** whether its standard output is this process's own, so that `onLine` gets standard error alone */
  inheritsOutput: boolean
}

/** Starts a process with an IPC channel, over which it reports that it listens and that it is ready. */
export function spawnChild({ command, env, onMessage, onLine, inheritsOutput }: SpawnOptions): ChildProcess {
  const startedAt = performance.now()
  const child = Bun.spawn([...command], {
    env,
    stdin: 'ignore',
    stdout: inheritsOutput ? 'inherit' : 'pipe',
    stderr: 'pipe',
    ipc(message: unknown) {
      if (isLifecycleMessage(message)) onMessage(message)
    },
  })
  let lastError = ''
  const forward = async (stream: ReadableStream<Uint8Array>, isError: boolean) => {
    for await (const line of linesOf(stream)) {
      if (isError && REASON.test(line)) lastError = line
      onLine(line)
    }
  }
  const ended = async (): Promise<End> => {
    const { stdout, stderr } = child
    await Promise.all([child.exited, stdout && forward(stdout, false), forward(stderr, true)])
    const { exitCode, signalCode } = child
    return {
      exitCode,
      signal: signalCode === null ? null : String(signalCode),
      livedMs: performance.now() - startedAt,
      lastError,
    }
  }
  return { pid: child.pid, kill: (signal) => child.kill(signal), ended: ended() }
}

function isLifecycleMessage(message: unknown): message is LifecycleMessage {
  if (typeof message !== 'object' || message === null || !('sepal' in message)) return false
  if (message.sepal === 'listening') return 'port' in message && typeof message.port === 'number'
  return message.sepal === 'ready'
}
