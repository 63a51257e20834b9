import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Command, EXIT, flag, runCommand, UsageError } from '@sepal/command-line'
import repository from '../../package.json' with { type: 'json' }
import { root } from '../root.ts'
import { compareWire } from '../wire/comparison.ts'
import { keepReleased, releasedWire } from '../wire/released.ts'
import { isAtLeast } from '../wire/version.ts'
import { ReleaseError, released } from './changelog.ts'
import { makeFiles } from './made-files.ts'
import { filesNamingAnother, withVersion } from './named-version.ts'
import { type Found, PUBLISHED, planOf, planText, tarballName } from './plan.ts'

const TARBALLS = 'dist/packages'

const command = new Command({
  name: 'release',
  invocation: 'bun run release',
  summary: 'Sets the version wherever it is named, or shows what a release would publish.',
  operands: { placeholder: 'VERSION', help: 'the version to set', max: 1, parse: versionNumber },
  options: { dryRun: flag({ help: 'change nothing; exit with 1 if something is missing' }) },
  notes: [
    'It turns the unreleased section of CHANGELOG.md into that of the version, and records the API in wire/.',
    'It neither commits nor tags nor pushes: it prints these commands. A pushed tag publishes, in a workflow.',
  ],
  examples: [
    ['0.3.0', 'set the version'],
    ['--dry-run', 'what the version in package.json would publish'],
  ],
})

await runCommand(
  command,
  async ({ operands: [version], dryRun }) => {
    if (version !== undefined && dryRun) throw new UsageError('a VERSION and --dry-run, expected one of them')
    if (version !== undefined) return await prepare(version)
    if (dryRun) return await show()
    throw new UsageError('no VERSION, expected one, or --dry-run')
  },
  { expected: [ReleaseError] },
)

async function show(): Promise<number> {
  const plan = planOf(await find())
  console.log(planText(plan, TARBALLS))
  return plan.missing.length === 0 ? EXIT.ok : EXIT.failed
}

async function prepare(version: string) {
  if (!isAtLeast(version, repository.version)) {
    throw new ReleaseError(`${version} is below ${repository.version}, the version in package.json`)
  }
  const changelog = released(await read('CHANGELOG.md'), version)
  const { current, lowest } = await compareWire()
  if (!isAtLeast(version, lowest)) {
    throw new ReleaseError(`the API has changes that need ${lowest} at least (bun run wire shows them)`)
  }
  await write('CHANGELOG.md', changelog)
  await write('package.json', (await read('package.json')).replace(/("version": ")[^"]*/, `$1${version}`))
  for (const file of await filesNamingAnother(version))
    await write(file, withVersion(await read(file), version))
  await makeFiles()
  await keepReleased(current, version)
  console.log(`The version is ${version}. Look at the difference, run the checks, then:

  git commit -am 'chore: ${version}'
  git tag -a v${version} -m ${version}
  bun run release --dry-run
  git push --follow-tags`)
}

async function find(): Promise<Found> {
  const { version } = repository
  const { openapi } = await releasedWire()
  return {
    version,
    changelog: await read('CHANGELOG.md'),
    recorded: openapi.info.version,
    outdated: await filesNamingAnother(version),
    tarballs: await tarballs(version),
    git: { isClean: (await git('status', '--porcelain')) === '', tag: await tagState(`v${version}`) },
  }
}

async function tarballs(version: string): Promise<Map<string, number>> {
  const sizes = await Promise.all(
    PUBLISHED.map(async (name): Promise<[string, number][]> => {
      const tarball = tarballName(name, version)
      return await stat(join(root, TARBALLS, tarball)).then(
        ({ size }) => [[tarball, size]],
        () => [],
      )
    }),
  )
  return new Map(sizes.flat())
}

async function tagState(tag: string): Promise<Found['git']['tag']> {
  if ((await git('tag', '--list', tag)) === '') return 'none'
  return (await git('tag', '--points-at', 'HEAD')).split('\n').includes(tag) ? 'here' : 'elsewhere'
}

async function git(...args: string[]): Promise<string> {
  return (await Bun.$`git ${args}`.cwd(root).text()).trim()
}

function read(path: string): Promise<string> {
  return Bun.file(join(root, path)).text()
}

async function write(path: string, text: string) {
  await Bun.write(join(root, path), text)
}

function versionNumber(given: string): string {
  if (/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(given)) return given
  throw new UsageError(`VERSION is ${JSON.stringify(given)}, expected one like 1.2.3`)
}
