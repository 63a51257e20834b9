import { join } from 'node:path'
import type { Docker } from '@sepal/deployment'
import { eventually } from '@sepal/server/testing'
import { countPredictions, root, settings } from './engine.ts'

/** A stack is up, or an update done, within this, on busy machines, ms. */
const PATIENCE_MS = 150_000

/** docker/stack.yml on a swarm of this machine alone, until it goes out of scope, as does a swarm that it started. */
export class Stack implements AsyncDisposable {
  readonly #name = `sepal-test-${crypto.randomUUID().slice(0, 8)}`
  #hasBegunSwarm = false
  readonly url

  private constructor(
    private readonly docker: Docker,
    private readonly port: number,
  ) {
    this.url = `http://127.0.0.1:${port}`
  }

  static async deploy(docker: Docker): Promise<Stack> {
    const stack = new Stack(docker, freePort())
    try {
      await stack.#deploy()
      return stack
    } catch (error) {
      await stack[Symbol.asyncDispose]()
      throw error
    }
  }

  async #deploy() {
    if ((await this.docker.output(['info', '--format', '{{.Swarm.LocalNodeState}}'])) === 'inactive') {
      await this.docker.output(['swarm', 'init', '--advertise-addr', '127.0.0.1'])
      this.#hasBegunSwarm = true
    }
    const files = ['docker/stack.yml', 'e2e/containers/host-mode.yml']
    const flags = files.map((file) => `--compose-file=${join(root, file)}`)
    // The images are local; otherwise a registry would be queried for them.
    const command = ['stack', 'deploy', '--resolve-image=never', ...flags, this.#name]
    await this.docker.output(command, { ...settings, PORT: String(this.port) })
    await eventually(
      () => this.docker.output(['stack', 'services', '--format', '{{.Replicas}}', this.#name]),
      (replicas) => replicas.split('\n').every((count) => /^([1-9]\d*)\/\1( |$)/.test(count)),
      { withinMs: PATIENCE_MS },
    )
  }

  /** Starts to give a service another image. Resolves with the update's state at its end, like `completed`. */
  async update(service: string, image: string): Promise<string> {
    const name = `${this.#name}_${service}`
    await this.docker.output(['service', 'update', '--detach', '--no-resolve-image', '--image', image, name])
    return eventually(
      () => this.docker.output(['service', 'inspect', '--format', '{{.UpdateStatus.State}}', name]),
      (state) => /completed|paused/.test(state),
      { withinMs: PATIENCE_MS },
    )
  }

  /** The images of a service's running tasks, in no order. */
  async imagesOf(service: string): Promise<string[]> {
    const filter = ['--filter', 'desired-state=running', '--format', '{{.Image}} {{.CurrentState}}']
    const tasks = await this.docker.output(['service', 'ps', ...filter, `${this.#name}_${service}`])
    return tasks.split('\n').flatMap((task) => {
      const [image = '', state = ''] = task.split(' ')
      return state === 'Running' ? [image] : []
    })
  }

  /** Resolves when this many tasks are healthy, and the surplus has ended. */
  async scale(service: string, count: number) {
    await this.docker.output(['service', 'scale', '--detach', `${this.#name}_${service}=${count}`])
    await eventually(
      async () => [(await this.imagesOf(service)).length, (await this.#containers(service)).length],
      (counts) => counts.every((each) => each === count),
      { withinMs: PATIENCE_MS },
    )
  }

  /** Resolves when each task of a classifier has answered calls. */
  async allAsked(service: string) {
    await eventually(
      async () => countPredictions(this.docker, await this.#containers(service)),
      (counts) => counts.every((count) => count > 1),
      { withinMs: PATIENCE_MS },
    )
  }

  /** The ids of a service's containers that have not ended. */
  async #containers(service: string): Promise<string[]> {
    const filter = ['--filter', `label=com.docker.swarm.service.name=${this.#name}_${service}`]
    const ids = await this.docker.output(['ps', '--quiet', ...filter])
    return ids.split('\n').filter((id) => id !== '')
  }

  async [Symbol.asyncDispose]() {
    // A network that a task has not left yet cannot be removed, and makes this fail.
    const remove = () => this.docker.output(['stack', 'rm', this.#name]).then(() => 'removed', String)
    await eventually(remove, (told) => told === 'removed', { withinMs: PATIENCE_MS })
    const left = ['ps', '--all', '--quiet', '--filter', `label=com.docker.stack.namespace=${this.#name}`]
    await eventually(
      () => this.docker.output(left),
      (containers) => containers === '',
      { withinMs: PATIENCE_MS },
    )
    if (this.#hasBegunSwarm) await this.docker.output(['swarm', 'leave', '--force'])
  }
}

/** A port that was free just now. */
function freePort(): number {
  using server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
  return server.port ?? 0
}
