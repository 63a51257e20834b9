/** Whether tests run all that the simulator can check; it takes minutes of processor time. */
export const isWhole = process.env.TEST_SIMULATOR !== undefined
if (!isWhole) console.warn('SKIPPED: most runs of the simulator; bun run test:simulator runs them')

const AT_ONCE = 100

/** The seeds that a test runs, in spans from the first to before the end: all of them, or a few. */
export function spans({ few, all }: { few: number; all: number }): [first: number, end: number][] {
  const count = isWhole ? all : few
  return Array.from({ length: Math.ceil(count / AT_ONCE) }, (_, i) => [
    i * AT_ONCE,
    Math.min((i + 1) * AT_ONCE, count),
  ])
}
