/** One Ctrl-C arrives twice, from the terminal and passed on by `bun run`. Two within this time are one, ms. */
const ECHO_MS = 500

export type InterruptOptions = {
  stop(reason: NodeJS.Signals): void
  kill(): void
  now?: () => number
}

/** The first signal stops in order; a later SIGINT is impatience and kills. */
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
