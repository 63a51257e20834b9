import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

test('a child that inherits the output writes its lines itself; what it says on standard error is relayed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sepal-output-'))
  try {
    const output = Bun.file(join(folder, 'output'))
    const command = [process.execPath, join(import.meta.dir, 'fixtures/inheriting.ts')]
    const parent = Bun.spawn(command, { stdout: output, stderr: 'pipe' })
    const relayed = await parent.stderr.text()
    expect(await output.text()).toBe('a line\n')
    expect(relayed).toBe('relayed: fault: a reason\nended: fault: a reason\n')
  } finally {
    await rm(folder, { recursive: true })
  }
}, 30_000)
