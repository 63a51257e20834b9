import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { eventually } from '@sepal/server/testing'

/** Where a group of each version of cgroups is, and what its files are called. */
const VERSIONS = [
  { root: '/sys/fs/cgroup', limit: 'memory.max', swap: 'memory.swap.max', events: 'memory.events' },
  {
    root: '/sys/fs/cgroup/memory',
    limit: 'memory.limit_in_bytes',
    swap: 'memory.memsw.limit_in_bytes',
    events: 'memory.oom_control',
  },
] as const

/** Processes that the kernel kills when they take more memory than this, as it does those of a container. */
export class MemoryGroup implements AsyncDisposable {
  private constructor(
    private readonly path: string,
    private readonly events: string,
  ) {}

  /** @returns nothing where this user may not make one */
  static create(name: string, bytes: number): MemoryGroup | undefined {
    for (const { root, limit, swap, events } of VERSIONS) {
      // Where version 1 is in use, the root of version 2 is an ordinary folder.
      if (!existsSync(`${root}/cgroup.procs`)) continue
      const path = `${root}/sepal-${name}-${process.pid}`
      try {
        mkdirSync(path)
      } catch {
        continue
      }
      try {
        writeFileSync(`${path}/${limit}`, String(bytes))
        // Version 1 limits the sum of both, version 2 swap alone.
        if (existsSync(`${path}/${swap}`))
          writeFileSync(`${path}/${swap}`, String(root.endsWith('memory') ? bytes : 0))
        return new MemoryGroup(path, events)
      } catch {
        rmdirSync(path)
      }
    }
    return undefined
  }

  /** What to put before a command so that it is in the group from its first byte on. */
  get prefix(): readonly string[] {
    return ['sh', '-c', `echo $$ > ${this.path}/cgroup.procs && exec "$@"`, 'sh']
  }

  /** How many of its processes were killed. */
  get kills(): number {
    const [, count] = /^oom_kill (\d+)/m.exec(readFileSync(`${this.path}/${this.events}`, 'utf8')) ?? []
    return Number(count)
  }

  /** Its processes have ended, but a group is busy for a moment longer. */
  async [Symbol.asyncDispose]() {
    const isGone = () => {
      try {
        rmdirSync(this.path)
        return true
      } catch {
        return false
      }
    }
    await eventually(async () => isGone(), Boolean)
  }
}
