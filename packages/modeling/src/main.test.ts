import { expect, setDefaultTimeout, test } from 'bun:test'
import { fileURLToPath } from 'node:url'

// Processes start slowly where many do at once.
setDefaultTimeout(30_000)

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

const train = async (...args: string[]) => {
  const child = Bun.spawn([process.execPath, main, ...args], { stdout: 'pipe', stderr: 'pipe' })
  const [out, error] = await Promise.all([child.stdout.text(), child.stderr.text()])
  return { code: await child.exited, out, error }
}

test('--help shows the usage and ends well', async () => {
  expect(await train('--help')).toMatchObject({
    code: 0,
    error: '',
    out: expect.stringContaining('usage: bun run train'),
  })
})

test('--check finds the committed models as they should be', async () => {
  expect(await train('--check')).toMatchObject({ code: 0, error: '' })
})

test('a folder without a manifest is told in one line, without a stack', async () => {
  const { code, error } = await train('--models', 'no-such-folder')
  expect(code).toBe(2)
  expect(error).toContain('no-such-folder')
  expect(error.trim().split('\n')).toHaveLength(1)
})
