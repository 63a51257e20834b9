import { expect, test } from 'bun:test'
import { chainToNpm, isIntact } from './npm-wrapper.ts'
import type { ProcessEntry } from './process-table.ts'

function processes(table: Record<number, ProcessEntry>) {
  return async (pid: number) => table[pid]
}

const shell = { parent: 1, commandLine: 'bash -c npx bun start' }
const wrapped = {
  40: { parent: 30, commandLine: 'bun start' },
  30: { parent: 20, commandLine: 'sh -c bun start' },
  20: { parent: 10, commandLine: 'npm exec bun start' },
  10: shell,
}

test.each([
  'npm exec bun start',
  'node /usr/bin/npx -y bun start',
  '/usr/bin/node /opt/npm/bin/npm-cli.js start',
  '/usr/bin/npm start',
  'npx',
  'node /home/me/bin/pnpm.cjs start',
  '/usr/bin/node /project/.yarn/releases/yarn-4.5.0.cjs start',
])('the chain ends at "%s"', async (commandLine) => {
  const read = processes({ ...wrapped, 20: { parent: 10, commandLine } })
  expect(await chainToNpm(40, read)).toEqual([40, 30, 20])
})

test('without npm there is no chain, even if a shell command mentions it', async () => {
  const read = processes({ 40: { parent: 10, commandLine: '/home/me/.npm/_npx/bin/bun start' }, 10: shell })
  expect(await chainToNpm(40, read)).toEqual([])
})

test('the chain breaks when npm or the shell in between ends', async () => {
  const chain = [40, 30, 20]
  expect(await isIntact(chain, processes(wrapped))).toBe(true)
  const withoutNpm = { ...wrapped, 30: { parent: 1, commandLine: 'sh -c bun start' } }
  expect(await isIntact(chain, processes(withoutNpm))).toBe(false)
  const withoutShell = { ...wrapped, 40: { parent: 1, commandLine: 'bun start' } }
  expect(await isIntact(chain, processes(withoutShell))).toBe(false)
})
