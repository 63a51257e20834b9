import { join } from 'node:path'
import type { Docker } from '../../scripts/images/docker.ts'
import { countPredictions, imageOf, LOG_LINES, root, settings } from './engine.ts'

/** One line of a server's log. */
export type LogLine = Record<string, unknown> & { service: string; msg?: string }

/** What `docker compose up` starts, under a name and on a port of its own, until it goes out of scope. */
export class Composition implements AsyncDisposable {
  readonly #project = `sepal-test-${crypto.randomUUID().slice(0, 8)}`
  url = ''

  private constructor(private readonly docker: Docker) {}

  static async up(docker: Docker): Promise<Composition> {
    const composition = new Composition(docker)
    try {
      await composition.compose('up', '--detach', '--wait')
      composition.url = `http://${await composition.compose('port', 'proxy', '9000')}`
      return composition
    } catch (error) {
      await composition[Symbol.asyncDispose]()
      throw error
    }
  }

  compose(...command: string[]): Promise<string> {
    const file = join(root, 'docker-compose.yml')
    // Any free port: something may listen on the usual one.
    const environment = { ...settings, PORT: '0' }
    return this.docker.output(
      ['compose', '--project-name', this.#project, '--file', file, ...command],
      environment,
    )
  }

  /** The ids of a service's containers, those that have ended too. */
  async containers(service: string): Promise<string[]> {
    const ids = await this.compose('ps', '--all', '--quiet', service)
    return ids.split('\n').filter((id) => id !== '')
  }

  /** What `docker inspect` tells of a container, by a Go template. */
  inspect(container: string, template: string): Promise<string> {
    return this.docker.output(['inspect', '--format', template, container])
  }

  /** Runs TypeScript in a container that runs, and gives what it prints. */
  evaluate(container: string, script: string): Promise<string> {
    return this.docker.output(['exec', container, 'bun', '--eval', script])
  }

  /** Runs so many containers of a classifier from now on, and leaves the others as they are. */
  async scale(service: string, count: number) {
    await this.compose('up', '--detach', '--wait', '--no-recreate', '--scale', `${service}=${count}`)
  }

  /** What each container of a service has written last, the oldest first. */
  async log(service: string): Promise<LogLine[]> {
    const text = await this.compose('logs', '--no-log-prefix', '--no-color', `--tail=${LOG_LINES}`, service)
    return text.split('\n').flatMap((line) => {
      // A line that is not JSON is none of the server's log.
      if (!line.startsWith('{')) return []
      const fields: Record<string, unknown> = JSON.parse(line)
      return [{ ...fields, service }]
    })
  }

  /** How many calls each container of a classifier has answered lately. */
  async predictionsOf(service: string): Promise<number[]> {
    return countPredictions(this.docker, await this.containers(service))
  }

  /**
   * Ends the server in a container as a crash would. No signal from inside ends process 1, and after `docker kill` it
   * would stay away; so the signal comes from a container that sees all processes of the engine's machine, which need
   * not be this one.
   */
  async kill(container: string) {
    const pid = Number(await this.inspect(container, '{{.State.Pid}}'))
    const asRoot = ['run', '--rm', '--pid=host', '--user=0', '--network=none', '--entrypoint=bun']
    await this.docker.output([...asRoot, imageOf('proxy'), '--eval', `process.kill(${pid}, 'SIGKILL')`])
  }

  async [Symbol.asyncDispose]() {
    await this.compose('down', '--timeout', '0', '--volumes')
  }
}
