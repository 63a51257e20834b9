import { expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'

// Processes start slowly where many do at once.
setDefaultTimeout(30_000)

test('a server stops although nobody reads its log', async () => {
  const script = join(import.meta.dir, '../test/unread-log-process.ts')
  await using child = Bun.spawn([process.execPath, script], { stdout: 'pipe', stderr: 'inherit' })
  await child.stdout.getReader().read()
  child.kill('SIGTERM')
  expect(await child.exited).toBe(0)
})
