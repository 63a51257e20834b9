import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Somebody with an empty home and an empty folder, Node, package managers and a registry; nothing of this repository. */
export class Newcomer implements AsyncDisposable {
  private constructor(
    readonly folder: string,
    private readonly env: Record<string, string>,
  ) {}

  /** @param programs folders with the package managers */
  static async arrive(registry: string, programs: readonly string[]): Promise<Newcomer> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'sepal-newcomer-')))
    const folder = join(root, 'work')
    const node = dirname(Bun.which('node') ?? '')
    const env = {
      HOME: join(root, 'home'),
      PATH: [...programs, node, '/usr/bin', '/bin'].join(':'),
      ...registryVariables(registry),
    }
    await Promise.all([folder, env.HOME].map((path) => Bun.write(join(path, '.keep'), '')))
    await rm(join(folder, '.keep'))
    return new Newcomer(folder, env)
  }

  /** Runs a command line as a shell would, in a folder below. */
  async type(line: string, below = '.'): Promise<{ exitCode: number; output: string }> {
    const child = Bun.spawn(['sh', '-c', `${line} 2>&1`], this.#options(below))
    const [output, exitCode] = await Promise.all([child.stdout.text(), child.exited])
    return { exitCode, output }
  }

  /** Starts a command line, and waits until it has said something. */
  async start(line: string, below: string, saying: RegExp): Promise<Running> {
    const child = Bun.spawn(['sh', '-c', `exec ${line} 2>&1`], { ...this.#options(below), detached: true })
    // Ctrl-C goes to all processes of a terminal's job, not to the package manager alone.
    const stop = async () => {
      process.kill(-child.pid, 'SIGINT')
      await child.exited
    }
    let output = ''
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      output += chunk
      const found = saying.exec(output)
      if (found) return { said: found[0], [Symbol.asyncDispose]: stop }
    }
    throw new Error(`${line} ended without saying ${saying}:\n${output}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(dirname(this.folder), { recursive: true, force: true })
  }

  #options(below: string) {
    return {
      cwd: join(this.folder, below),
      env: this.env,
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'inherit',
    } as const
  }
}

type Running = AsyncDisposable & { said: string }

/** How each package manager is told of the registry, and that scripts of packages do not run. */
const registryVariables = (registry: string) => ({
  npm_config_registry: registry,
  npm_config_globalconfig: '/dev/null',
  npm_config_ignore_scripts: 'true',
  npm_config_update_notifier: 'false',
  npm_config_yes: 'true',
  pnpm_config_registry: registry,
  pnpm_config_ignore_scripts: 'true',
  YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ''),
  YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
  YARN_ENABLE_SCRIPTS: 'false',
  YARN_ENABLE_TELEMETRY: 'false',
  BUN_CONFIG_REGISTRY: registry,
})
