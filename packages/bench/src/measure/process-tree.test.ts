import { expect, test } from 'bun:test'
import { processTree } from './process-tree.ts'

test.if(process.platform === 'linux')('the tree of a process has its children and theirs', async () => {
  const shell = Bun.spawn(['sh', '-c', 'sh -c "echo started; cat" | cat'], { stdin: 'pipe', stdout: 'pipe' })
  try {
    await shell.stdout.getReader().read()
    const tree = processTree(process.pid)
    expect(tree[0]).toBe(process.pid)
    const below = processTree(shell.pid)
    expect(below.length).toBeGreaterThan(1)
    expect(tree).toEqual(expect.arrayContaining(below))
    expect(below).not.toContain(process.pid)
  } finally {
    shell.stdin.end()
    await shell.exited
  }
})
