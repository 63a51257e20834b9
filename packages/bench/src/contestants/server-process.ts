import type { Environment } from '@sepal/server/config'
import { runtimeOptions } from '@sepal/server/runtime-options'
import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { processTree } from '../measure/process-tree.ts'
import type { MeasuredProcess } from './contestant.ts'

/** What every server reports over its IPC channel, Sepal's and the contestants'. */
const Listening = Type.Object({ sepal: Type.Literal('listening'), port: Type.Integer() })
const Ready = Type.Object({ sepal: Type.Literal('ready') })

/** A server that is not ready within this time has failed, ms. */
const START_MS = 60_000

export type ServerOptions = {
  name: string
  command: readonly string[]
  /** added to the bench's environment */
  env?: Environment
}

/** A server in its own process on any free port, until it goes out of scope. */
export class ServerProcess implements AsyncDisposable {
  private constructor(
    readonly name: string,
    readonly pid: number,
    readonly port: number,
    private readonly end: () => Promise<unknown>,
  ) {}

  /** @throws Error when it ends or times out before it is ready */
  static async start({ name, command, env = {} }: ServerOptions): Promise<ServerProcess> {
    const ready = Promise.withResolvers<number>()
    let port = 0
    const child = Bun.spawn([...command], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        ...runtimeOptions,
        HOST: '127.0.0.1',
        PORT: '0',
        ...env,
      },
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'inherit',
      // The other side may be Node, which does not read Bun's own format.
      serialization: 'json',
      ipc(message: unknown) {
        if (Value.Check(Listening, message)) port = message.port
        if (Value.Check(Ready, message)) ready.resolve(port)
      },
    })
    const silence = setTimeout(() => ready.reject(new Error(`${name} is not ready`)), START_MS)
    child.exited.then((code) => ready.reject(new Error(`${name} ended with exit code ${code}`)))
    const end = () => {
      for (const pid of processTree(child.pid)) kill(pid)
      return child.exited
    }
    try {
      return new ServerProcess(name, child.pid, await ready.promise, end)
    } catch (failure) {
      await end()
      throw failure
    } finally {
      clearTimeout(silence)
    }
  }

  /** `http://host:port` */
  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** It and the processes that it started. */
  processes(): MeasuredProcess[] {
    return processTree(this.pid).map((pid) => ({ name: this.name, pid }))
  }

  async [Symbol.asyncDispose]() {
    await this.end()
  }
}

function kill(pid: number) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}
