import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { StartupError } from '@sepal/server'

/** From this version on, the client has no built-in BuildKit and needs the plugin buildx. */
const FIRST_WITHOUT_BUILDKIT = 23

/** What to build. */
export type Build = {
  /** the Dockerfile */
  file: string
  /** full names */
  tags: readonly string[]
  /** such as linux/arm64; the engine's own if there are none */
  platforms: readonly string[]
  /** to the registry in the tags */
  push: boolean
}

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
      throw new StartupError('there is no docker on the PATH; install Docker, or run without it: sepal start')
    }
    const engine = await run([first, 'version', '--format', '{{.Server.Version}}'])
    if (engine.code !== 0) {
      throw new StartupError(`the Docker engine does not answer; start it, or run without it: sepal start
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

  /**
   * Builds an image, with Docker's own output.
   * @throws StartupError when it cannot be built, or this client cannot build for several platforms
   */
  async build(context: string, { file, tags, platforms, push }: Build) {
    if (platforms.length > 1 && !this.hasBuildx) {
      throw new StartupError(
        'an image for several platforms needs the plugin buildx (docker-buildx-plugin); without it, build one platform at a time, each with its own --tag',
      )
    }
    const options = [
      `--file=${file}`,
      ...tags.map((tag) => `--tag=${tag}`),
      ...(platforms.length > 0 ? [`--platform=${platforms.join(',')}`] : []),
    ]
    // A buildx that builds in its own container passes the image to the engine, or to the registry, only when told to.
    const command = this.hasBuildx ? ['buildx', 'build', push ? '--push' : '--load'] : ['build']
    const hint = platforms.length > 0 ? `; the base image must exist for ${platforms.join(' and ')}` : ''
    await this.#show(
      [...command, ...options, context],
      `the image cannot be built; Docker says why above${hint}`,
    )
    if (!push || this.hasBuildx) return
    for (const tag of tags) {
      await this.#show(['push', tag], `${tag} cannot be pushed; docker login gives access to a registry`)
    }
  }

  /** Runs a command that shows its own output. @throws StartupError with that message when it fails */
  async #show(command: readonly string[], message: string) {
    const process = Bun.spawn([this.path, ...command], {
      env: { ...Bun.env, DOCKER_BUILDKIT: '1' },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    if ((await process.exited) !== 0) throw new StartupError(message)
  }

  /** The processor of the engine's machine, in Docker's word: amd64, arm64. */
  processor(): Promise<string> {
    return this.output(['version', '--format', '{{.Server.Arch}}'])
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
