import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { EXIT, runCommand, SIGNAL_EXIT, UsageError } from '@sepal/command-line'
import { createProject } from './create.ts'
import { type CreateArguments, createCommand } from './create-command.ts'
import { CreateError } from './create-error.ts'
import { packageManagerOf } from './package-manager.ts'
import { askFor, defaultAnswers } from './questions.ts'

/** The folder with package.json and the templates. */
const PACKAGE = new URL('../', import.meta.url)

await runCommand(createCommand, run, { expected: [CreateError] })

async function run(args: CreateArguments): Promise<number> {
  const { version }: { version: string } = JSON.parse(
    await readFile(new URL('package.json', PACKAGE), 'utf8'),
  )
  if (args.version) {
    process.stdout.write(`${version}\n`)
    return EXIT.ok
  }
  needSense(args)
  const answers = isInteractive(args) ? await askFor(args) : defaultAnswers(args)
  if (answers === undefined) return EXIT.interrupted
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stopping.abort()
      process.exitCode = SIGNAL_EXIT[signal]
    })
  }
  const plan = {
    ...answers,
    data: args.data,
    pm: args.pm ?? packageManagerOf(process.env.npm_config_user_agent),
    isInstalled: !args.noInstall,
    isOffline: args.offline,
  }
  try {
    const hasModels = await createProject(plan, {
      from: { templates: fileURLToPath(new URL('templates', PACKAGE)), version },
      say: (line) => process.stdout.write(`${line}\n`),
      signal: stopping.signal,
    })
    return hasModels ? EXIT.ok : EXIT.failed
  } catch (error) {
    if (!stopping.signal.aborted) throw error
    console.error('create-sepal: stopped; nothing is left')
    return Number(process.exitCode)
  }
}

function needSense({ from, data, template, install, noInstall }: CreateArguments): void {
  if (install && noInstall) throw new UsageError('--install and --no-install exclude each other')
  if (from !== undefined && template !== undefined)
    throw new UsageError('--template is a project without models of yours, which --from has; leave one out')
  if (data !== undefined && from === undefined)
    throw new UsageError('--data describes the models of --from, which is missing')
}

/** Whether there is somebody to ask. */
function isInteractive({ yes }: CreateArguments): boolean {
  return !yes && process.stdin.isTTY === true && process.stdout.isTTY === true && !process.env.CI
}
