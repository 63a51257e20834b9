import { expect, test } from 'bun:test'
import { eventually } from '@sepal/server/testing'
import { processTree } from './process-tree.ts'

test.if(process.platform === 'linux')('the tree of a process has its children and theirs', async () => {
  const shell = Bun.spawn(['sh', '-c', 'sh -c "cat; true" | cat'], { stdin: 'pipe', stdout: 'pipe' })
  try {
    // A snapshot of /proc while processes start may miss some: it has the shell, both ends of its pipe, and the first
    // end's own child.
    const below = await eventually(
      () => processTree(shell.pid),
      ({ length }) => length === 4,
    )
    const tree = processTree(process.pid)
    expect(tree[0]).toBe(process.pid)
    expect(below[0]).toBe(shell.pid)
    expect(tree).toEqual(expect.arrayContaining(below))
    expect(below).not.toContain(process.pid)
  } finally {
    shell.stdin.end()
    await shell.exited
  }
})
