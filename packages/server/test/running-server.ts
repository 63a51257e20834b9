import type { AnyElysia } from 'elysia'
import { bind } from '../src/bind.ts'
import type { Tls } from '../src/tls.ts'

/** An app that listens as the product's servers do, on any free port, until it goes out of scope. */
export class RunningServer implements AsyncDisposable {
  readonly port: number

  constructor(
    private readonly app: AnyElysia,
    tls?: Tls,
  ) {
    this.port = bind(app, { host: '127.0.0.1', port: 0, tls })
  }

  /** `host:port` */
  get address(): string {
    return `127.0.0.1:${this.port}`
  }

  /** Sends a request to a path, through real HTTP. */
  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`http://${this.address}${path}`, init)
  }

  /** Sends text as a JSON body, whatever the text is. */
  post(path: string, body: string): Promise<Response> {
    return this.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }

  async [Symbol.asyncDispose]() {
    await this.app.server?.stop(true)
  }
}
