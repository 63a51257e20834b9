/** What every command ends with. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  incomplete: 3,
  hangup: 129,
  interrupted: 130,
  brokenPipe: 141,
  terminated: 143,
} as const

export type ExitCode = keyof typeof EXIT

/** What each exit code means: the one table that the help of all commands and the documentation print. */
export const exitCodes: Readonly<Record<ExitCode, string>> = {
  ok: 'success',
  failed: 'it could not be done, or a check found something',
  usage: 'wrong arguments',
  incomplete: 'done, but bad rows or files are left out',
  hangup: 'the terminal closed (SIGHUP)',
  interrupted: 'Ctrl-C (SIGINT)',
  brokenPipe: 'the reader of its output has closed the pipe (SIGPIPE)',
  terminated: 'SIGTERM',
}

/** What a command ends with when a signal stops it, as a shell reports it. */
export const SIGNAL_EXIT = {
  SIGHUP: EXIT.hangup,
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
} as const
