import { join } from 'node:path'
import { BenchError } from '../bench-error.ts'

/**
 * Runs a worker of this folder in its own process: it reads its task as JSON from standard input and prints its
 * result as JSON.
 * @throws BenchError with what the worker said when it fails
 */
export async function runWorker(file: string, task: unknown, signal: AbortSignal): Promise<unknown> {
  const worker = Bun.spawn([process.execPath, join(import.meta.dir, file)], {
    stdin: new Blob([JSON.stringify(task)]),
    stdout: 'pipe',
    stderr: 'pipe',
    signal,
  })
  const [output, complaint, code] = await Promise.all([
    worker.stdout.text(),
    worker.stderr.text(),
    worker.exited,
  ])
  signal.throwIfAborted()
  if (code !== 0) throw new BenchError(`${file} ended with exit code ${code}: ${reasonIn(complaint)}`)
  return JSON.parse(output)
}

/** The line of Bun's error report with the message, between source lines and a stack. */
function reasonIn(complaint: string): string {
  const lines = complaint.trim().split('\n')
  return lines.find((line) => /^\w*error: /i.test(line)) ?? lines.at(-1) ?? ''
}
