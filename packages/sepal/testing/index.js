// What a project's tests need of Sepal. It runs on Node.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const COMMAND = fileURLToPath(new URL('../bin/sepal.js', import.meta.url))

export async function startEnsemble({ models, args = [] } = {}) {
  const folder = models === undefined ? [] : ['--models', models]
  const child = spawn(
    process.execPath,
    [COMMAND, 'start', '--port', '0', '--free-ports', ...folder, ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  let output = ''
  const url = await new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk
      const [, found] = /^ {2}curl (http:\/\/[^/]+)/m.exec(output) ?? []
      if (found !== undefined) resolve(found)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('error', reject)
    child.on('exit', () => reject(new Error(`the ensemble does not start:\n${output}`)))
  })
  return {
    url,
    async stop() {
      process.removeListener('exit', kill)
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
