import { join } from 'node:path'
import type { Docker } from '@sepal/deployment'
import { countPredictions, imageOf, LOG_LINES, root, settings } from './engine.ts'

/** A log line of a server. */
export type LogLine = Record<string, unknown> & { service: string; msg?: string }

/** The services of `docker compose up`, under a project name and on a port of their own, until it goes out of scope. */
export class Composition implements AsyncDisposable {
  readonly #project = `sepal-test-${crypto.randomUUID().slice(0, 8)}`
  url = ''

  private constructor(
    private readonly docker: Docker,
    private readonly folder: string,
  ) {}

  /** @param folder with the docker-compose.yml */
  static async up(docker: Docker, folder = root): Promise<Composition> {
    const composition = new Composition(docker, folder)
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
    const file = join(this.folder, 'docker-compose.yml')
    // Any free port: the default one may be taken.
    const environment = { ...settings, PORT: '0' }
    return this.docker.output(
      ['compose', '--project-name', this.#project, '--file', file, ...command],
      environment,
    )
  }

  /** The ids of a service's containers, including those that have exited. */
  async containers(service: string): Promise<string[]> {
    const ids = await this.compose('ps', '--all', '--quiet', service)
    return ids.split('\n').filter((id) => id !== '')
  }

  /** The output of `docker inspect` for a container, by a Go template. */
  inspect(container: string, template: string): Promise<string> {
    return this.docker.output(['inspect', '--format', template, container])
  }

  /** Runs TypeScript in a running container, and returns its output. */
  evaluate(container: string, script: string): Promise<string> {
    return this.docker.output(['exec', container, 'bun', '--eval', script])
  }

  /** Scales a classifier to this many containers, and leaves the others as they are. */
  async scale(service: string, count: number) {
    await this.compose('up', '--detach', '--wait', '--no-recreate', '--scale', `${service}=${count}`)
  }

  /** The last lines of each container of a service, oldest first. */
  async log(service: string): Promise<LogLine[]> {
    const text = await this.compose('logs', '--no-log-prefix', '--no-color', `--tail=${LOG_LINES}`, service)
    return text.split('\n').flatMap((line) => {
      // A line that is not JSON is not from the server's log.
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
   * Ends the server in a container as a crash would. No signal from inside ends process 1, and after `docker kill` it is
   * not restarted; so the signal comes from a container that sees all processes of the engine's machine, which need not
   * be this one.
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
