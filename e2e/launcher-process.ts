import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const root = join(import.meta.dir, '..')

/** The launcher as a user starts it, on free ports. */
export const launcher = [
  process.execPath,
  join(root, 'packages/sepal/src/main.ts'),
  'start',
  '--port=0',
  '--free-ports',
]

/** Marks a launcher and all that it starts: orphans have lost their parent. */
const MARK = 'SEPAL_E2E_RUN'

export type LauncherOptions = { command: readonly string[]; argv0?: string; cwd?: string }

/** Runs a command that starts the launcher, and kills whatever is left of it. */
export function runLauncher({ command, argv0, cwd = root }: LauncherOptions) {
  const mark = crypto.randomUUID()
  const process = Bun.spawn([...command], {
    cwd,
    env: { ...Bun.env, [MARK]: mark },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    ...(argv0 === undefined ? {} : { argv0 }),
  })
  const leftovers = () => processesMarked(`${MARK}=${mark}`)
  return {
    process,
    /** Resolves with the proxy's address once the launcher reports that all are ready. */
    url: () => addressIn(process.stdout),
    leftovers,
    async [Symbol.asyncDispose]() {
      process.kill('SIGKILL')
      for (const pid of await leftovers()) globalThis.process.kill(pid, 'SIGKILL')
      await process.exited
    },
  }
}

async function addressIn(stream: ReadableStream<Uint8Array>): Promise<string> {
  let output = ''
  const decoder = new TextDecoder()
  for await (const chunk of stream) {
    output += decoder.decode(chunk, { stream: true })
    const [, address] = /curl (http\S+)\/predict\/label/.exec(output) ?? []
    if (address !== undefined) return address
  }
  throw new Error(`the launcher ended before it was ready: ${output}`)
}

async function processesMarked(mark: string): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger)
  const environments = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')),
  )
  return pids.filter((_, index) => environments[index]?.includes(mark))
}
