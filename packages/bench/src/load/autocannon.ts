import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeRuntime } from '../contestants/commands.ts'
import { versionOf } from '../package-version.ts'
import { parseAutocannonOutput } from './autocannon-result.ts'
import type { Load, LoadTool } from './load-tool.ts'

/**
 * The fallback load tool. It measures in whole seconds and milliseconds, takes more of the
 * machine than wrk, and sends only the first of several bodies.
 */
export const autocannon: LoadTool = {
  name: `autocannon ${await versionOf('autocannon')}`,
  run: runAutocannon,
}

async function runAutocannon({ url, bodies: [body = ''], headers, connections, durationMs, signal }: Load) {
  const folder = await mkdtemp(join(tmpdir(), 'sepal-autocannon-'))
  try {
    // A body of many rows is longer than an argument may be.
    const input = join(folder, 'body.json')
    await Bun.write(input, body)
    const script = Bun.resolveSync('autocannon', import.meta.dir)
    const seconds = Math.ceil(durationMs / 1000)
    const options = ['-j', '-n', '-c', String(connections), '-d', String(seconds), '-m', 'POST', '-i', input]
    const all = Object.entries({ 'content-type': 'application/json', ...headers })
    const given = all.flatMap(([name, value]) => ['-H', `${name}=${value}`])
    const tool = Bun.spawn([nodeRuntime, script, ...options, ...given, url], {
      stdout: 'pipe',
      stderr: 'ignore',
      signal,
    })
    const output = await tool.stdout.text()
    signal.throwIfAborted()
    return parseAutocannonOutput(output)
  } finally {
    await rm(folder, { recursive: true })
  }
}
