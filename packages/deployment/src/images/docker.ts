import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { StartupError } from '@sepal/server'

/** From this version on, the client has no built-in BuildKit and needs the plugin buildx. */
const FIRST_WITHOUT_BUILDKIT = 23

/** A Docker client that can build with BuildKit, and an engine that answers. */
export class Docker {
  private constructor(
    readonly path: string,
    private readonly hasBuildx: boolean,
  ) {}

  /**
   * The first client that can build: a machine may have several, and some cannot.
   * @param path folders to search, separated as in PATH
   * @throws StartupError with what is missing and what to do
   */
  static async find(path = process.env.PATH ?? ''): Promise<Docker> {
    const clients = await executables('docker', path)
    const [first] = clients
    if (first === undefined) {
      throw new StartupError('there is no docker on the PATH; install Docker, or run without it: bun start')
    }
    const engine = await run([first, 'version', '--format', '{{.Server.Version}}'])
    if (engine.code !== 0) {
      throw new StartupError(`the Docker engine does not answer; start it, or run without it: bun start
  docker says: ${engine.errors.trim()}`)
    }
    for (const path of clients) {
      if ((await run([path, 'buildx', 'version'])).code === 0) return new Docker(path, true)
      const { output } = await run([path, 'version', '--format', '{{.Client.Version}}'])
      if (Number.parseInt(output, 10) < FIRST_WITHOUT_BUILDKIT) return new Docker(path, false)
    }
    throw new StartupError(
      `${clients.join(' and ')} cannot build with BuildKit; install the plugin buildx (docker-buildx-plugin)`,
    )
  }

  /** Builds an image, with Docker's own output. @throws StartupError when it cannot be built */
  async build(context: string, options: readonly string[]) {
    // A buildx that builds in its own container passes the image to the engine only when told to.
    const load = this.hasBuildx ? ['--load'] : []
    const process = Bun.spawn([this.path, 'build', ...load, ...options, context], {
      env: { ...Bun.env, DOCKER_BUILDKIT: '1' },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    if ((await process.exited) !== 0)
      throw new StartupError('the image cannot be built; Docker says why above')
  }

  /** Bytes of an image with all its layers. */
  async sizeOf(image: string): Promise<number> {
    return Number(await this.output(['image', 'inspect', '--format', '{{.Size}}', image]))
  }

  /** What a command prints. @throws StartupError with its message when it fails */
  async output(
    command: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const { code, output, errors } = await run([this.path, ...command], environment)
    if (code !== 0) throw new StartupError(`docker ${command.join(' ')} failed: ${errors.trim()}`)
    return output
  }
}

/** All executables of that name, in the order of the folders. */
async function executables(name: string, folders: string): Promise<string[]> {
  const paths = new Set(folders.split(':').map((folder) => join(folder, name)))
  const runnable = await Promise.all(
    [...paths].map((path) =>
      access(path, constants.X_OK).then(
        () => [path],
        () => [],
      ),
    ),
  )
  return runnable.flat()
}

async function run(
  command: string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number; output: string; errors: string }> {
  const env = { ...Bun.env, ...environment }
  const process = Bun.spawn(command, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [output, errors] = await Promise.all([process.stdout.text(), process.stderr.text()])
  return { code: await process.exited, output: output.trim(), errors }
}
