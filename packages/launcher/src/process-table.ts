import { readFile } from 'node:fs/promises'

export type ProcessEntry = { parent: number; commandLine: string }

/** Looks up a process by its id; undefined if there is none. */
export type ReadProcess = (pid: number) => Promise<ProcessEntry | undefined>

/** From /proc on Linux, from `ps` elsewhere. */
export const readProcess: ReadProcess = process.platform === 'linux' ? readFromProc : readFromPs

async function readFromProc(pid: number): Promise<ProcessEntry | undefined> {
  try {
    const [stat, commandLine] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ])
    // "pid (name) state parent …", where the name may itself have spaces and parentheses.
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(parent), commandLine: commandLine.replaceAll('\0', ' ') }
  } catch {
    return undefined
  }
}

async function readFromPs(pid: number): Promise<ProcessEntry | undefined> {
  const ps = Bun.spawn(['ps', '-o', 'ppid=,args=', '-p', String(pid)], { stdout: 'pipe', stderr: 'ignore' })
  const [, parent, commandLine] = /^\s*(\d+)\s+(.*)/.exec(await ps.stdout.text()) ?? []
  return parent === undefined || commandLine === undefined
    ? undefined
    : { parent: Number(parent), commandLine }
}
