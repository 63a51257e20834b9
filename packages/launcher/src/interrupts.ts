/** One Ctrl-C arrives twice: the terminal sends it to all, and `bun run` passes its own on. So close, it is one, ms. */
const ECHO_MS = 500

export type InterruptOptions = {
  stop(reason: NodeJS.Signals): void
  kill(): void
  now?: () => number
}

/** What to do on a signal: the first one stops in order; a SIGINT that comes after it is impatience, and kills. */
export function createInterrupts({ stop, kill, now = () => performance.now() }: InterruptOptions) {
  let stoppedAt: number | undefined
  return (signal: NodeJS.Signals): void => {
    if (stoppedAt === undefined) {
      stoppedAt = now()
      stop(signal)
    } else if (signal === 'SIGINT' && now() - stoppedAt > ECHO_MS) {
      kill()
    }
  }
}
