import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Load, LoadTool } from './load-tool.ts'
import { parseWrkOutput } from './wrk-result.ts'
import { wrkScript } from './wrk-script.ts'

/** How long wrk waits for an answer before it counts a time-out. */
const TIMEOUT = '10s'

/** wrk, or undefined if it is not installed. */
export async function findWrk(): Promise<LoadTool | undefined> {
  const path = Bun.which('wrk')
  if (path === null) return undefined
  // It prints its version with its usage, and exits with 1.
  const { stdout, stderr } = Bun.spawnSync([path, '-v'])
  const [, version = ''] = /^wrk (?:\S*\/)?([\d.]+)/.exec(`${stdout}${stderr}`) ?? []
  return { name: `wrk ${version}`.trim(), run: (load) => runWrk(path, load) }
}

async function runWrk(path: string, { url, bodies, headers, connections, durationMs, signal }: Load) {
  const folder = await mkdtemp(join(tmpdir(), 'sepal-wrk-'))
  try {
    const script = join(folder, 'load.lua')
    await Bun.write(script, wrkScript(bodies, headers))
    // One thread is enough for one server process, and leaves it the rest of the machine.
    const options = ['-t', '1', '-c', String(connections), '--timeout', TIMEOUT, '-s', script]
    const seconds = Math.ceil(durationMs / 1000) + 1
    const wrk = Bun.spawn([path, ...options, '-d', `${seconds}s`, url], {
      stdout: 'pipe',
      stderr: 'pipe',
      signal,
    })
    // It counts in whole seconds; on SIGINT it ends earlier and still prints its results.
    const end = setTimeout(() => wrk.kill('SIGINT'), durationMs)
    const [output, errors] = await Promise.all([wrk.stdout.text(), wrk.stderr.text(), wrk.exited])
    clearTimeout(end)
    signal.throwIfAborted()
    return parseWrkOutput(`${errors}${output}`)
  } finally {
    await rm(folder, { recursive: true })
  }
}
