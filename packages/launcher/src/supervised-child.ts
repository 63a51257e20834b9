import { setTimeout as timer } from 'node:timers/promises'
import type { Environment } from '@sepal/server/config'
import { StartupError } from '@sepal/server/startup-error'
import { createBackoff } from './backoff.ts'
import { type ChildProcess, type End, spawnChild } from './child-process.ts'
import { type ChildSpec, labelOf } from './plan.ts'

/** Waits, ms; rejects as soon as the signal aborts. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<unknown>

export type ChildEvent =
  | { is: 'restarted'; child: SupervisedChild }
  | { is: 'died'; child: SupervisedChild; end: End; pauseMs: number }

export type SupervisionOptions = {
  /** what the child inherits */
  env: Environment
  onLine(child: SupervisedChild, line: string): void
  /** whether it writes to this process's standard output by itself */
  inheritsOutput?: boolean
  onEvent(event: ChildEvent): void
  /** the pause before a restart, ms, after a life of `livedMs` */
  backoff?: (livedMs: number) => number
  pause?: Pause
}

/**
 * A process that is kept running: when it dies, it is restarted on the same port after a pause. Only a death before
 * it was ever ready is final, because the cause would be the same the next time.
 */
export class SupervisedChild {
  readonly #options: SupervisionOptions
  readonly #backoff: (livedMs: number) => number
  readonly #stopping = new AbortController()
  readonly #listening = Promise.withResolvers<number>()
  readonly #ready = Promise.withResolvers<void>()
  readonly #over: Promise<void>
  #process: ChildProcess | undefined
  #port: number
  #wasListening = false
  #wasReady = false

  constructor(
    readonly spec: ChildSpec,
    options: SupervisionOptions,
  ) {
    this.#options = options
    this.#backoff = options.backoff ?? createBackoff()
    this.#port = spec.port
    // Not every caller waits for both, and a failure of the other must not count as unhandled.
    this.#listening.promise.catch(() => {})
    this.#ready.promise.catch(() => {})
    this.#over = this.#keepRunning()
  }

  get label(): string {
    return labelOf(this.spec)
  }

  /** The running process; undefined between a death and the restart, and after the stop. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** The port it listens on, which stays the same over restarts; 0 until it is known. */
  get port(): number {
    return this.#port
  }

  /** How far the first start has come. */
  get stage(): 'starting' | 'listening' | 'ready' {
    if (this.#wasReady) return 'ready'
    return this.#wasListening ? 'listening' : 'starting'
  }

  /** The port, once it listens. Rejects with a StartupError if the process ends before it was ever ready. */
  get listening(): Promise<number> {
    return this.#listening.promise
  }

  /** Resolves when it is ready for the first time; rejects as `listening` does. */
  get ready(): Promise<void> {
    return this.#ready.promise
  }

  kill(signal: NodeJS.Signals): void {
    this.#process?.kill(signal)
  }

  /** Ends it for good: SIGTERM, and SIGKILL after `graceMs`. Resolves when it is gone. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort()
    this.kill('SIGTERM')
    const overstay = setTimeout(() => this.kill('SIGKILL'), graceMs)
    await this.#over
    clearTimeout(overstay)
  }

  async #keepRunning(): Promise<void> {
    const pause = this.#options.pause ?? ((ms, signal) => timer(ms, undefined, { signal }))
    const { signal } = this.#stopping
    while (!signal.aborted) {
      const end = await this.#live()
      if (signal.aborted || !this.#wasReady) {
        this.#failStart(end)
        return
      }
      const pauseMs = this.#backoff(end.livedMs)
      this.#options.onEvent({ is: 'died', child: this, end, pauseMs })
      // It rejects only when the signal aborts, which also ends the loop.
      await pause(pauseMs, signal).catch(() => {})
    }
  }

  /** One life of the process, from its start to its end. */
  async #live(): Promise<End> {
    const { command, env, host } = this.spec
    this.#process = spawnChild({
      command,
      env: { ...this.#options.env, ...env, HOST: host, PORT: String(this.#port) },
      onLine: (line) => this.#options.onLine(this, line),
      inheritsOutput: this.#options.inheritsOutput ?? false,
      onMessage: (message) => {
        if (message.sepal === 'listening') {
          this.#port = message.port
          this.#wasListening = true
          this.#listening.resolve(message.port)
          return
        }
        if (this.#wasReady) this.#options.onEvent({ is: 'restarted', child: this })
        this.#wasReady = true
        this.#ready.resolve()
      },
    })
    const end = await this.#process.ended
    this.#process = undefined
    return end
  }

  #failStart(end: End): void {
    const reason = end.lastError === '' ? describeEnd(end) : `${describeEnd(end)}: ${end.lastError}`
    const failure = new StartupError(`${this.label} ended before it was ready, ${reason}`)
    this.#listening.reject(failure)
    this.#ready.reject(failure)
  }
}

/** `exit code 1`, or `killed by SIGKILL`. */
export function describeEnd({ exitCode, signal }: Pick<End, 'exitCode' | 'signal'>): string {
  return signal === null ? `exit code ${exitCode}` : `killed by ${signal}`
}
