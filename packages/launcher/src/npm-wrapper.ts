import { setInterval as ticks } from 'node:timers/promises'
import { type ReadProcess, readProcess } from './process-table.ts'

/** Between this process and the package manager are only `bun start` or the command on Node, and a shell. */
const MAX_DEPTH = 5
const PACKAGE_MANAGER = /^(\S*node\S* )?(\S*\/)?(npm|npx|pnpm|pnpx|yarn)[-\w.]*( |$)/

/** The process ids from a process up to the npm, pnpm or Yarn that started it; empty without one. */
export async function chainToNpm(pid: number, read: ReadProcess): Promise<number[]> {
  const chain: number[] = []
  for (let next = pid; chain.length < MAX_DEPTH; ) {
    const entry = await read(next)
    if (entry === undefined) return []
    chain.push(next)
    if (PACKAGE_MANAGER.test(entry.commandLine)) return chain
    next = entry.parent
  }
  return []
}

/** Whether each process of a chain still has the next one as its parent. A parent that dies loses its children. */
export async function isIntact(chain: readonly number[], read: ReadProcess): Promise<boolean> {
  const entries = await Promise.all(chain.map(read))
  return chain.slice(1).every((parent, index) => entries[index]?.parent === parent)
}

/**
 * Calls `onGone` when the npm, pnpm or Yarn that started this process has ended. A signal that ends npm does not reach
 * what npm started through a shell, which would go on running unnoticed.
 */
export async function watchNpm(onGone: () => void, everyMs = 500): Promise<void> {
  const chain = await chainToNpm(process.ppid, readProcess)
  if (chain.length === 0) return
  for await (const _ of ticks(everyMs, undefined, { ref: false })) {
    if (await isIntact(chain, readProcess)) continue
    onGone()
    return
  }
}
