import { version } from '../../package.json' with { type: 'json' }
import { readCommandLine } from '../../packages/server/src/command-line.ts'
import { runMain } from '../../packages/server/src/lifecycle.ts'
import { changesBetween } from './changes.ts'
import { currentWire } from './current.ts'
import { keepReleased, releasedWire } from './released.ts'
import { typeChanges } from './type-changes.ts'
import { isAtLeast, leastVersion } from './version.ts'

const USAGE = `Tells how the wire of the proxy differs from that of the version that was released last.

Usage: bun run wire [options]

  --release  keep the wire as that of the version in package.json, if this version may have such changes
  --help     print this

It ends with 1 when something breaks callers and the version in package.json is not yet one that may do that.
`

const options = { release: { type: 'boolean', default: false }, help: { type: 'boolean' } } as const

await runMain('wire', async () => {
  const { values } = readCommandLine({ options })
  if (values.help) console.log(USAGE)
  else await compare(values.release)
})

async function compare(isRelease: boolean) {
  const [released, current] = [await releasedWire(), await currentWire()]
  const changes = [
    ...changesBetween(released.openapi, current.openapi),
    ...(await typeChanges(released.contract, current.contract)),
  ]
  for (const { kind, what } of changes) console.log(`${kind}: ${what}`)
  const least = leastVersion(released.openapi.info.version, changes)
  console.log(`${changes.length} changes since ${released.openapi.info.version}; this is ${version}`)
  const isDue = !isAtLeast(version, least)
  if (isRelease && !isDue) return await keepReleased(current, version)
  if (isDue) console.log(`due is ${least}, with a section in CHANGELOG.md`)
  if (isDue && (isRelease || changes.some(({ kind }) => kind === 'breaking'))) process.exitCode = 1
}
