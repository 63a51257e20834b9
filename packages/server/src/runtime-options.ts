/**
 * Options of Bun that it reads before any code runs, so that only whoever starts a server can set them.
 *
 * Beside the collections that JavaScriptCore makes by itself, Bun makes one a second in any process that has allocated
 * something since the last, so that one which is done with its work gives its memory back. A server that is asked for
 * its health every second is never done, and a collection takes more processor time than a hundred requests. A tenth as
 * many give the memory back ten seconds later.
 */
export const runtimeOptions = { BUN_GC_TIMER_INTERVAL: '10000' } as const
