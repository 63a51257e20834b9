import { describe, expect, test } from 'bun:test'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Docker } from './docker.ts'

/** The properties of a stand-in for Docker's client. */
type Client = { version: string; buildx?: boolean; engine?: boolean }

/** Folders of a PATH with a stand-in for the client in each, until they go out of scope. */
async function machineWith(...clients: Client[]) {
  const root = await mkdtemp(join(tmpdir(), 'sepal-docker-'))
  const folders = await Promise.all(
    clients.map(async ({ version, buildx = false, engine = true }, i) => {
      const folder = join(root, String(i))
      const file = join(folder, 'docker')
      await mkdir(folder)
      await Bun.write(
        file,
        `#!/bin/sh
case "$*" in
  'buildx version') exit ${buildx ? 0 : 1} ;;
  *Client.Version*) echo ${version} ;;
  *) ${engine ? 'echo 20.10.24' : "echo 'Cannot connect to the Docker daemon' >&2; exit 1"} ;;
esac
`,
      )
      await chmod(file, 0o755)
      return folder
    }),
  )
  return { folders, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) }
}

/** The chosen client, by its position on the PATH. */
async function chosenOf(...clients: Client[]): Promise<number> {
  await using machine = await machineWith(...clients)
  const { path } = await Docker.find(['/nowhere', ...machine.folders].join(':'))
  return machine.folders.findIndex((folder) => path === join(folder, 'docker'))
}

describe('the chosen client is', () => {
  test.each<[string, number, Client[]]>([
    ['the first with buildx', 1, [{ version: '28.2.2' }, { version: '28.2.2', buildx: true }]],
    ['an old one, which needs no buildx', 1, [{ version: '28.2.2' }, { version: '20.10.24+dfsg1' }]],
    ['the first of several that can', 0, [{ version: '20.10.24' }, { version: '29.0.0', buildx: true }]],
  ])('%s', async (_, chosen, clients) => {
    expect(await chosenOf(...clients)).toBe(chosen)
  })
})

describe('the message says what to do', () => {
  test('without any client', async () => {
    await expect(Docker.find('/nowhere')).rejects.toThrow('there is no docker on the PATH; install Docker')
  })

  test.each<[string, Client, string]>([
    [
      'without an engine that answers',
      { version: '28.2.2', engine: false },
      'the Docker engine does not answer; start it, or run without it: sepal start\n  docker says: Cannot connect',
    ],
    ['without buildx', { version: '28.2.2' }, 'cannot build with BuildKit; install the plugin buildx'],
  ])('%s', async (_, client, message) => {
    await expect(chosenOf(client)).rejects.toThrow(message)
  })
})

test('a failed command is named, with what Docker said', async () => {
  await using machine = await machineWith({ version: '20.10.24' })
  const docker = await Docker.find(machine.folders.join(':'))
  await expect(docker.output(['buildx', 'version'])).rejects.toThrow('docker buildx version failed: ')
})
