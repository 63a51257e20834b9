import '@sepal/server/direct-connections'
import { availableParallelism } from 'node:os'
import { usageOf } from '@sepal/bench/process-usage'
import { EXIT, keyIn, SIGNAL_EXIT } from '@sepal/command-line'
import { loadManifest } from '@sepal/ensemble'
import { System } from '@sepal/launcher'
import { modelsFolder } from '@sepal/model-folder/models-folder'
import { StartupError } from '@sepal/server/startup-error'
import { adviceOf, type Busyness } from './advice.ts'
import type { BenchArguments } from './command.ts'
import { type Load, type LoadResult, runLoad } from './load.ts'
import { resultTable } from './result-table.ts'

const WARM_UP_MS = 500
const MANY_ROWS = 1000
const MANY_CALLERS = 64

/** Prints what the ensemble does under three loads. Ends with the signal's code when one comes, and leaves nothing running. */
export async function runBench({
  url,
  keyFile,
  seconds,
  models,
  replicas,
  proxies,
  together,
}: BenchArguments) {
  const stopping = new AbortController()
  let code: number = EXIT.ok
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      code = SIGNAL_EXIT[signal]
      stopping.abort()
    })
  }
  const bench = { ms: seconds * 1000, signal: stopping.signal }
  if (url !== undefined) {
    const key = keyIn(keyFile)
    const headers: Record<string, string> = key === undefined ? {} : { 'x-api-key': key }
    await measure({ url: url.replace(/\/$/, ''), headers }, [], bench)
  } else {
    const folder = await modelsFolder(models)
    const manifest = await loadManifest(folder)
    say(`starting ${manifest.name}`)
    await using system = new System(manifest, {
      models: folder,
      port: 0,
      freePorts: true,
      replicas: Object.fromEntries(replicas),
      ...(proxies !== undefined && { proxies }),
      ...(together !== undefined && { together }),
      // What is measured are the models, on this machine.
      env: { ...process.env, LOG_LEVEL: 'error', API_KEYS_FILE: '', TLS_CERT: '', TLS_KEY: '' },
      onLine: ({ label }, line) => say(`${label}: ${line}`),
    })
    stopping.signal.addEventListener('abort', () => system.stop())
    await system.ready.catch((failure) => {
      if (!stopping.signal.aborted) throw failure
    })
    if (!stopping.signal.aborted) await measure({ url: system.url, headers: {} }, processesOf(system), bench)
  }
  return code
}

/** A proxy, and what it is shown. */
type Asked = { url: string; headers: Readonly<Record<string, string>> }
type Bench = { ms: number; signal: AbortSignal }
type Process = Omit<Busyness, 'cores'> & { pid: number }

async function measure(asked: Asked, processes: readonly Process[], { ms, signal }: Bench): Promise<void> {
  const results: [Load, LoadResult][] = []
  let busy: Busyness[] = []
  let loadCores = 0
  for (const load of loadsOf(asked, await sampleOf(asked))) {
    if (signal.aborted) return
    say(load.title)
    await runLoad(load, WARM_UP_MS, signal)
    const before = await usages(processes)
    const own = process.cpuUsage()
    const startedAt = performance.now()
    results.push([load, await runLoad(load, ms, signal)])
    const elapsedMs = performance.now() - startedAt
    if (load.connections !== MANY_CALLERS) continue
    const after = await usages(processes)
    busy = processes.map((one, i) => ({ ...one, cores: ((after[i] ?? 0) - (before[i] ?? 0)) / elapsedMs }))
    const { user, system } = process.cpuUsage(own)
    loadCores = (user + system) / 1000 / elapsedMs
  }
  if (signal.aborted) return
  process.stdout.write(`${resultTable(results, busy)}\n`)
  const isTogether = processes.every(({ name }) => name === 'proxy')
  if (processes.length === 0) return
  const advice = adviceOf({ processes: busy, load: loadCores, cores: availableParallelism(), isTogether })
  process.stdout.write(`\n${advice.join('\n')}\n`)
}

function loadsOf({ url, headers }: Asked, sample: unknown): Load[] {
  const one = { headers, url: `${url}/predict`, body: JSON.stringify({ data: [sample] }), rowsPerRequest: 1 }
  const many = { data: Array.from({ length: MANY_ROWS }, () => sample) }
  return [
    { ...one, title: 'one row, 1 caller', connections: 1 },
    { ...one, title: `one row, ${MANY_CALLERS} callers`, connections: MANY_CALLERS },
    {
      headers,
      url: `${url}/predict/batch`,
      body: JSON.stringify(many),
      rowsPerRequest: MANY_ROWS,
      title: `${MANY_ROWS} rows, 4 callers`,
      connections: 4,
    },
  ]
}

/** The row that the proxy gives as an example. */
async function sampleOf({ url, headers }: Asked): Promise<unknown> {
  const hint = 'expected the address of a proxy (sepal start)'
  try {
    const response = await fetch(`${url}/metadata`, { headers })
    const metadata: unknown = await response.json()
    const rows: unknown = Object(metadata).data_sample
    if (Array.isArray(rows) && rows.length > 0) return rows[0]
  } catch (cause) {
    throw new StartupError(
      `${url} does not answer: ${cause instanceof Error ? cause.message : cause}; ${hint}`,
    )
  }
  throw new StartupError(`${url} has no sample in /metadata, ${hint}`)
}

function processesOf(system: System): Process[] {
  return system.children.flatMap(({ label, spec, pid }) =>
    pid === undefined ? [] : [{ label, name: spec.name, pid }],
  )
}

async function usages(processes: readonly Process[]): Promise<number[]> {
  return await Promise.all(processes.map(async ({ pid }) => (await usageOf(pid))?.cpuMs ?? 0))
}

function say(line: string) {
  process.stderr.write(`bench: ${line}\n`)
}
