import { spawn } from 'node:child_process'
import { constants } from 'node:os'

export type ProcessOptions = { cwd: string; env?: NodeJS.ProcessEnv; signal: AbortSignal }

/**
 * Runs a program with this process's terminal, and tells it to end when the signal says so.
 * @returns its exit code; undefined where there is no such program
 */
export function runProcess(
  [program = '', ...args]: readonly string[],
  { cwd, env, signal }: ProcessOptions,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' })
    const stop = () => child.kill('SIGTERM')
    signal.addEventListener('abort', stop, { once: true })
    child.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(undefined) : reject(error),
    )
    child.on('exit', (code, killedBy) => {
      signal.removeEventListener('abort', stop)
      resolve(code ?? 128 + (killedBy === null ? 0 : constants.signals[killedBy]))
    })
  })
}
