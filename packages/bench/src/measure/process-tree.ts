import { readdirSync, readFileSync } from 'node:fs'

/** A process and all that descend from it, itself first; only itself on a system without /proc. */
export function processTree(pid: number): number[] {
  const childrenOf = Map.groupBy(parents(), ([, parent]) => parent)
  const tree = [pid]
  for (const member of tree) tree.push(...(childrenOf.get(member) ?? []).map(([child]) => child))
  return tree
}

/** Every process with its parent. */
function parents(): [pid: number, parent: number][] {
  return entries('/proc').flatMap((entry): [number, number][] => {
    const pid = Number(entry)
    const parent = Number.isInteger(pid) ? parentOf(pid) : undefined
    return parent === undefined ? [] : [[pid, parent]]
  })
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // "pid (name) state parent …", where the name may itself have spaces and parentheses.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    // It has ended meanwhile.
    return undefined
  }
}
