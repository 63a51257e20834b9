import { Command, flag, runCommand } from '@sepal/command-line'
import { StartupError } from '@sepal/server/startup-error'
import { version } from '../../package.json' with { type: 'json' }
import { compareWire } from './comparison.ts'
import { keepReleased } from './released.ts'
import { isAtLeast } from './version.ts'

const command = new Command({
  name: 'wire',
  invocation: 'bun run wire',
  summary: "Compares the proxy's wire with that of the last release.",
  options: {
    release: flag({
      help: 'record the wire as that of the version in package.json, if this version may have such changes',
    }),
  },
  notes: ['Exits with 1 when callers would break and the version in package.json does not allow that yet.'],
})

await runCommand(command, ({ release }) => compare(release), { expected: [StartupError] })

async function compare(isRelease: boolean) {
  const { current, released, changes, lowest } = await compareWire()
  for (const { kind, what } of changes) console.log(`${kind}: ${what}`)
  console.log(`${changes.length} changes since ${released}; this is ${version}`)
  const isDue = !isAtLeast(version, lowest)
  if (isRelease && !isDue) return await keepReleased(current, version)
  if (isDue) console.log(`the version must be at least ${lowest}, with a section in CHANGELOG.md`)
  if (isDue && (isRelease || changes.some(({ kind }) => kind === 'breaking'))) process.exitCode = 1
}
