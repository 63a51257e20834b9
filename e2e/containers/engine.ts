import { join } from 'node:path'
import { Docker, imagesOf } from '@sepal/deployment'
import manifest from '../../models/ensemble.json' with { type: 'json' }
import { version } from '../../package.json' with { type: 'json' }

export const root = join(import.meta.dir, '../..')

/** The images under test, by content: a classifier's name, or `proxy`. */
export const images = imagesOf(manifest).map(({ name }) => ({ name, image: imageOf(name) }))

export function imageOf(name: string): string {
  return `sepal/${name}:${version}`
}

/**
 * Settings of the tests: enough time on a machine that is starting containers, yet less than the three seconds after
 * which the kernel gives up on a vanished container, so that a call that hangs there is noticed. Calls are logged at
 * debug level.
 */
export const settings = { DEADLINE_MS: '2500', LOG_LEVEL: 'debug' }

/**
 * The engine that runs the containers. Undefined, after a warning, if none answers, and in a plain `bun test`: these
 * tests take minutes, so they have their own command.
 */
export async function findEngine(what: string): Promise<Docker | undefined> {
  if (process.env.TEST_CONTAINERS === undefined) {
    console.warn(`SKIPPED: the tests of ${what}; bun run test:containers runs them`)
    return undefined
  }
  try {
    return await Docker.find()
  } catch (error) {
    console.warn(`SKIPPED: the tests of ${what}: ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}

/** Builds all images, as a user would. */
export async function buildImages() {
  const output = await sepal(root, 'images', '--repository', 'sepal')
  console.log(output.slice(output.lastIndexOf(`${images.length} images`)))
}

/** Runs a command of `sepal` in a folder, and returns its output. */
export async function sepal(folder: string, ...command: string[]): Promise<string> {
  const child = Bun.spawn([process.execPath, join(root, 'packages/sepal/src/main.ts'), ...command], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text()])
  if ((await child.exited) !== 0) throw new Error(`sepal ${command.join(' ')} failed:\n${output}\n${errors}`)
  return output
}

/** How much of a log is read: its length under load depends on the machine. */
export const LOG_LINES = 500

/** How many of the last lines of each container of a classifier are of calls that it answered. */
export function countPredictions(docker: Docker, containers: readonly string[]): Promise<number[]> {
  return Promise.all(
    containers.map(async (container) => {
      const log = await docker.output(['logs', `--tail=${LOG_LINES}`, container])
      return log.split('"msg":"predicted"').length - 1
    }),
  )
}

/** Builds an image from another one, with extra lines of a Dockerfile. */
export async function deriveImage(docker: Docker, image: string, from: string, ...lines: readonly string[]) {
  const build = Bun.spawn([docker.path, 'build', '--quiet', '--tag', image, '-'], {
    env: { ...Bun.env, DOCKER_BUILDKIT: '1' },
    stdin: new Blob([`FROM ${from}\n`, ...lines.map((line) => `${line}\n`)]),
    stdout: 'ignore',
    stderr: 'pipe',
  })
  const errors = await build.stderr.text()
  if ((await build.exited) !== 0) throw new Error(`${image} cannot be built: ${errors}`)
}
