/** Whether tests run what is packed with other compilers and runtimes, and as whole systems. */
export const isWhole = process.env.TEST_PACKAGES !== undefined
if (!isWhole)
  console.warn('SKIPPED: packages with compilers, runtimes and systems; bun run test:packages runs them')
