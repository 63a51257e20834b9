import { fstatSync } from 'node:fs'
import { loadManifest, servedEntries } from '@sepal/ensemble'
import { modelsFolder } from '@sepal/model-folder/models-folder'
import { type Arguments, startCommand } from './arguments.ts'
import { createInterrupts } from './interrupts.ts'
import { createLineWriter } from './line-writer.ts'
import { watchNpm } from './npm-wrapper.ts'
import { labelOf, PROXY } from './plan.ts'
import { sayWhatIsMissing } from './start-progress.ts'
import { summaryOf } from './summary.ts'
import { type ChildEvent, describeEnd } from './supervised-child.ts'
import { System, type SystemOptions } from './system.ts'

const SELF = startCommand.table.name
const isTerminal = process.stdout.isTTY
/** See no-color.org. */
const isColoured = isTerminal && !process.env.NO_COLOR

export { startCommand }

/** Runs the system until a signal ends it. */
export async function runStart({ logLevel, models, ...args }: Arguments) {
  const options = { ...args, replicas: Object.fromEntries(args.replicas) }
  const folder = await modelsFolder(models)
  const manifest = await loadManifest(folder)
  const output = createLineWriter({
    stream: process.stdout,
    longestLabel: longestLabel(Object.keys(servedEntries(manifest)), options),
    isColoured,
  })
  const say = (line: string) => output.write(SELF, line)
  const env = childEnvironment(logLevel)
  const system = new System(manifest, {
    ...options,
    models: folder,
    env,
    inheritsOutput: env.LOG_FORMAT === 'json' && isFile(process.stdout.fd) && !hasTwins(options),
    onLine: ({ label }, line) => output.write(label, line),
    onEvent: (event) => say(sentenceOf(event)),
  })
  const stopping = new AbortController()
  const stop = (reason: string) => {
    stopping.abort()
    say(`stopping, ${reason}`)
    system.stop()
  }
  const started = new AbortController()
  sayWhatIsMissing(system, { say, signal: AbortSignal.any([started.signal, stopping.signal]) })
  stopOnSignals(stop, () => system.kill())
  watchNpm(() => stop('the package manager that started it is gone'))

  try {
    await system.ready.finally(() => started.abort())
    output.flush()
    console.log(summaryOf(system, performance.now()))
  } catch (failure) {
    output.flush()
    if (!stopping.signal.aborted) throw failure
  }
  await system.stopped
  say('stopped')
  output.flush()
  process.exit(0)
}

function stopOnSignals(stop: (reason: string) => void, kill: () => void) {
  const interrupt = createInterrupts({ stop, kill })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, interrupt)
}

/** The children inherit everything. Their output is a pipe, so they are told what the terminal can do. */
function childEnvironment(logLevel: Arguments['logLevel']) {
  return {
    LOG_FORMAT: isTerminal ? 'text' : 'json',
    ...(isColoured ? { FORCE_COLOR: '1' } : {}),
    ...process.env,
    ...(logLevel === undefined ? {} : { LOG_LEVEL: logLevel }),
  }
}

/**
 * Whether lines of several writers stay whole. A pipe would take a block of lines in pieces, with another writer's
 * between them, and a reader who stops would stop the servers.
 */
function isFile(descriptor: number): boolean {
  const kind = fstatSync(descriptor)
  return kind.isFile() || kind.isCharacterDevice()
}

/** Whether several processes have the same name, which their lines alone do not tell apart. */
function hasTwins({ replicas, proxies = 1 }: Pick<SystemOptions, 'proxies'> & { replicas: object }): boolean {
  return proxies > 1 || Object.values(replicas).some((count) => count > 1)
}

function longestLabel(
  names: readonly string[],
  { replicas, proxies = 1 }: Pick<SystemOptions, 'proxies'> & { replicas: Record<string, number> },
) {
  const labels = names.map((name) => labelOf({ name, replica: replicas[name] ?? 1 }))
  return Math.max(
    ...[...labels, labelOf({ name: PROXY, replica: proxies }), SELF].map(({ length }) => length),
  )
}

function sentenceOf(event: ChildEvent): string {
  switch (event.is) {
    case 'died':
      return `${event.child.label} died (${describeEnd(event.end)}), starting it again in ${event.pauseMs} ms`
    case 'restarted':
      return `${event.child.label} is ready again, pid ${event.child.pid}`
  }
}
