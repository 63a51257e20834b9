import { readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { EXIT } from '@sepal/command-line'
import type { Template } from './create-command.ts'
import { CreateError } from './create-error.ts'
import { modelFiles } from './model-files.ts'
import { commandCall, installation, type PackageManager, scriptCall } from './package-manager.ts'
import { type Package, writeProject } from './project-files.ts'
import { makeFolder, needEmpty } from './project-folder.ts'
import { runProcess } from './run-process.ts'

/** What is to be made, with everything decided. */
export type Plan = {
  folder: string
  template: Template
  /** a folder of models, or files */
  from: string | undefined
  /** a table with the models' columns */
  data: string | undefined
  pm: PackageManager
  isInstalled: boolean
  isOffline: boolean
}

export type CreateOptions = {
  from: Package
  say: (line: string) => void
  /** ends what is under way, and takes back what was written */
  signal: AbortSignal
}

/**
 * Makes the project; leaves nothing behind when that fails. Models that cannot be served are left out, with what would
 * help; they can be added later.
 * @returns whether the project has models, if it was to have some
 * @throws CreateError; what the signal says
 */
export async function createProject(plan: Plan, { from, say, signal }: CreateOptions): Promise<boolean> {
  const folder = resolve(plan.folder)
  await needEmpty(folder)
  const models = plan.from === undefined ? [] : (await modelFiles(plan.from)).map((file) => resolve(file))
  const data = plan.data === undefined ? undefined : resolve(plan.data)
  if (data !== undefined) await needFile(data)
  const adding = models.length === 0 ? undefined : addArguments(folder, models, data)
  const addingSome = plan.template === 'empty' ? ['add', 'FILE.onnx'] : undefined
  const takeBack = await makeFolder(folder)
  try {
    await writeProject({ folder, template: plan.template, pm: plan.pm }, from)
    if (!plan.isInstalled) {
      say(nextSteps(plan, folder, adding ?? addingSome))
      return true
    }
    await install(plan, folder, { say, signal })
    signal.throwIfAborted()
    const isAdded = adding !== undefined && (await add(folder, adding, signal))
    signal.throwIfAborted()
    say(nextSteps(plan, folder, isAdded ? undefined : addingSome))
    return isAdded || adding === undefined
  } catch (error) {
    await takeBack()
    throw error
  }
}

async function install(plan: Plan, folder: string, { say, signal }: Pick<CreateOptions, 'say' | 'signal'>) {
  const { args, env } = installation(plan.pm, plan.isOffline)
  const command = [plan.pm, ...args].join(' ')
  say(`${command} …`)
  const code = await runProcess([plan.pm, ...args], { cwd: folder, env, signal })
  if (code === 0) return
  throw new CreateError(
    code === undefined
      ? `${plan.pm} is not on this machine; choose another with --pm, or use --no-install`
      : `${command} failed with exit code ${code}, and nothing is left; --no-install makes the project without it`,
  )
}

/** Arguments of `sepal` that add the models: paths seen from the project. */
function addArguments(folder: string, models: readonly string[], data: string | undefined): string[] {
  const files = models.map((file) => relative(folder, file))
  return ['add', ...files, ...(data === undefined ? [] : ['--data', relative(folder, data)])]
}

async function add(folder: string, args: readonly string[], signal: AbortSignal): Promise<boolean> {
  const code = await runProcess([join(folder, 'node_modules/.bin/sepal'), ...args], { cwd: folder, signal })
  return code === EXIT.ok || code === EXIT.incomplete
}

async function needFile(path: string): Promise<void> {
  await readFile(path).catch(() => {
    throw new CreateError(`no such file: ${path}`)
  })
}

function nextSteps({ pm, isInstalled }: Plan, folder: string, adding: string[] | undefined) {
  const shown = relative('', folder)
  const sepal = commandCall(pm)
  const lines = [
    ...(shown === '' ? [] : [`cd ${quoted(shown)}`]),
    ...(isInstalled ? [] : [`${pm} install`]),
    ...(adding === undefined ? [] : [`${sepal} ${adding.map(quoted).join(' ')}`]),
    scriptCall(pm, 'start'),
    scriptCall(pm, 'test'),
  ]
  return `\nNext:\n\n${lines.map((line) => `  ${line}`).join('\n')}\n`
}

/** As a shell reads it. */
const quoted = (word: string) => (/^[\w./:=,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)
