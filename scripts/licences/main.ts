import { Command, EXIT, flag, runCommand } from '@sepal/command-line'
import { installedPackages } from './installed.ts'
import { byLicence, isAllowed } from './licences.ts'

const command = new Command({
  name: 'licences',
  invocation: 'bun run licences',
  summary: 'Lists the licences of all packages that are installed, and fails for one that is not allowed.',
  options: { all: flag({ help: 'name every package' }) },
  notes: [
    'What is allowed is in scripts/licences/licences.ts. Packages of other platforms are not installed here.',
  ],
})

await runCommand(command, async ({ all }) => {
  const packages = await installedPackages()
  for (const [license, under] of byLicence(packages)) {
    const names = under.map(({ name, version }) => `${name}@${version}`)
    console.log(`${String(under.length).padStart(4)}  ${license}${all ? `: ${names.join(', ')}` : ''}`)
  }
  const refused = packages.filter((found) => !isAllowed(found))
  for (const { name, version, license } of refused)
    console.error(`not allowed: ${name}@${version}, ${license}`)
  return refused.length === 0 && packages.length > 0 ? EXIT.ok : EXIT.failed
})
