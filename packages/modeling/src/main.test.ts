import { expect, setDefaultTimeout, test } from 'bun:test'
import { fileURLToPath } from 'node:url'

// Processes start slowly while many others do.
setDefaultTimeout(30_000)

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

const train = async (...args: string[]) => {
  const child = Bun.spawn([process.execPath, main, ...args], { stdout: 'pipe', stderr: 'pipe' })
  const [out, error] = await Promise.all([child.stdout.text(), child.stderr.text()])
  return { code: await child.exited, out, error }
}

test('--help prints the usage and exits with 0', async () => {
  expect(await train('--help')).toMatchObject({
    code: 0,
    error: '',
    out: expect.stringContaining('Usage: bun run train'),
  })
})

test('--check finds no difference in the committed models', async () => {
  expect(await train('--check')).toMatchObject({ code: 0, error: '' })
})

test('a folder without a manifest is reported in one line, without a stack', async () => {
  const { code, error } = await train('--models', 'no-such-folder')
  expect(code).toBe(1)
  expect(error).toStartWith('train: ')
  expect(error).toContain('no-such-folder')
  expect(error.trim().split('\n')).toHaveLength(1)
})

test('a misspelt option is refused with the right one', async () => {
  expect(await train('--chek')).toEqual({
    code: 2,
    out: '',
    error: 'train: unknown option --chek; did you mean --check?\n',
  })
})
