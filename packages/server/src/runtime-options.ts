/**
 * Options of Bun that it reads before any code runs, so that only whoever starts a server can set them. Both say how
 * often memory that is no longer used is looked for, ms, and make that every ten seconds: a server that is asked for its
 * health every second is never done with its work, and would look each time.
 */
export const runtimeOptions = {
  /**
   * Beside the collections that JavaScriptCore makes by itself, Bun makes one a second in any process that has allocated
   * something since the last. It takes more processor time than a hundred requests.
   */
  BUN_GC_TIMER_INTERVAL: '10000',
  /** mimalloc's thread that gives free pages back to the system takes 40 % of an idle classifier's time. */
  MIMALLOC_PURGE_HOLES_MIN_INTERVAL: '10000',
} as const
