import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Load, LoadTool } from './load-tool.ts'
import { parseWrkOutput } from './wrk-result.ts'
import { wrkScript } from './wrk-script.ts'

/** How long wrk waits for an answer before it counts a timeout. */
const TIMEOUT = '10s'

/** wrk, or nothing where it is not installed. */
export async function findWrk(): Promise<LoadTool | undefined> {
  const path = Bun.which('wrk')
  if (path === null) return undefined
  // Its version comes with its usage, and with exit code 1.
  const { stdout, stderr } = Bun.spawnSync([path, '-v'])
  const [, version = ''] = /^wrk (?:\S*\/)?([\d.]+)/.exec(`${stdout}${stderr}`) ?? []
  return { name: `wrk ${version}`.trim(), run: (load) => runWrk(path, load) }
}

async function runWrk(path: string, { url, bodies, connections, durationMs, signal }: Load) {
  const folder = await mkdtemp(join(tmpdir(), 'sepal-wrk-'))
  try {
    const script = join(folder, 'load.lua')
    await Bun.write(script, wrkScript(bodies))
    // One thread: it is enough for one server process, and what it does not use is left to that one.
    const options = ['-t', '1', '-c', String(connections), '--timeout', TIMEOUT, '-s', script]
    const seconds = Math.ceil(durationMs / 1000) + 1
    const wrk = Bun.spawn([path, ...options, '-d', `${seconds}s`, url], {
      stdout: 'pipe',
      stderr: 'pipe',
      signal,
    })
    // It counts in whole seconds; on SIGINT it ends earlier and tells its results all the same.
    const end = setTimeout(() => wrk.kill('SIGINT'), durationMs)
    const [output, errors] = await Promise.all([wrk.stdout.text(), wrk.stderr.text(), wrk.exited])
    clearTimeout(end)
    signal.throwIfAborted()
    return parseWrkOutput(`${errors}${output}`)
  } finally {
    await rm(folder, { recursive: true })
  }
}
