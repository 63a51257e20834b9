import { join } from 'node:path'
import { Command, EXIT, flag, runCommand } from '@sepal/command-line'
import { root } from '../root.ts'
import reviewed from './reviewed.json' with { type: 'json' }

const command = new Command({
  name: 'audit',
  invocation: 'bun run audit',
  summary: 'Asks the registry for advisories on what the locks of the workspace and of the site name.',
  options: { required: flag({ help: 'fail, rather than skip, where the registry does not answer' }) },
  notes: ['Advisories that do not concern Sepal are listed with a reason in scripts/audit/reviewed.json.'],
})

await runCommand(command, async ({ required }) => {
  const codes = [await audit('.', required), await audit('site', required)]
  return codes.includes(EXIT.failed) ? EXIT.failed : EXIT.ok
})

async function audit(folder: string, isRequired: boolean): Promise<number> {
  const ignored = reviewed.map(({ advisory }) => `--ignore=${advisory}`)
  const { exitCode, stdout, stderr } = await Bun.$`${process.execPath} audit ${ignored}`
    .cwd(join(root, folder))
    .quiet()
    .nothrow()
  // Without an answer Bun says so on standard error, and nothing of any package.
  const [, refusal] = /^error: (.*)$/m.exec(stderr.toString()) ?? []
  if (refusal !== undefined) {
    console.error(`${isRequired ? 'audit' : 'SKIPPED'}: ${folder}: the registry does not tell advisories`)
    return isRequired ? EXIT.failed : EXIT.ok
  }
  console.log(`${folder}:\n${stdout.toString().trim()}`)
  return exitCode === 0 ? EXIT.ok : EXIT.failed
}
