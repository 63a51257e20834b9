import { UsageError } from '@sepal/command-line'
import { type Manifest, servedEntries, serviceVariable } from '@sepal/ensemble'
import type { Environment } from '@sepal/server/config'
import { serverCommand } from './server-command.ts'

/** The proxy's name in output and in `System.child`. */
export const PROXY = 'proxy'

/** Classifiers are reached through the proxy, so they listen on this machine only; the proxy does so by default. */
export const LOOPBACK = '127.0.0.1'

/** One process to run. */
export type ChildSpec = {
  /** the classifier's name in the manifest, or `proxy` */
  name: string
  /** number among the processes of one name, from 1 */
  replica: number
  command: readonly string[]
  host: string
  /** 0 takes any free port */
  port: number
  /** added to the launcher's environment, beside PORT and HOST */
  env: Readonly<Record<string, string>>
}

export type PlanOptions = {
  /** folder with the manifest and the models */
  models: string
  replicas: Readonly<Record<string, number>>
  freePorts: boolean
  /** classifiers that run in the proxy's process instead of their own */
  together: readonly string[]
}

/** How output and messages name a process: `rose`, and `rose.2` for the second one. */
export function labelOf({ name, replica }: Pick<ChildSpec, 'name' | 'replica'>): string {
  return replica === 1 ? name : `${name}.${replica}`
}

/** What SERVICE_<NAME> says of a classifier in the proxy's process. */
export const HERE = 'here'

/** The classifiers that are to run in the proxy's process. */
export type Together = 'all' | readonly string[]

/**
 * The classifiers that run in the proxy's process: those that `together` names, and those that the environment puts
 * there with `SERVICE_<NAME>=here` or `CLASSIFIERS=here`.
 * @throws UsageError for a name that the manifest does not have
 */
export function togetherOf(manifest: Manifest, together: Together, env: Environment): string[] {
  const names = Object.keys(servedEntries(manifest))
  if (together === 'all') return names
  const unknown = together.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new UsageError(`--together names "${unknown}", expected one of ${names.join(', ')}`)
  }
  return names.filter(
    (name) => together.includes(name) || (env[serviceVariable(name)] || env.CLASSIFIERS) === HERE,
  )
}

/**
 * The classifiers' processes. The first of each has the manifest's port; the others take any free one, and with
 * `freePorts` all do.
 * @throws UsageError for replicas of a classifier that the manifest does not have, or that runs in the proxy's process
 */
export function planClassifiers(
  manifest: Manifest,
  { models, replicas, freePorts, together }: PlanOptions,
): ChildSpec[] {
  const entries = servedEntries(manifest)
  const names = Object.keys(entries)
  for (const name of Object.keys(replicas)) {
    if (!names.includes(name)) {
      throw new UsageError(`--replicas names "${name}", expected one of ${names.join(', ')}`)
    }
    if (together.includes(name)) {
      throw new UsageError(
        `--replicas names "${name}", which runs in the proxy's process; --proxies runs more of those`,
      )
    }
  }
  const apart = Object.entries(entries).filter(([name]) => !together.includes(name))
  return apart.flatMap(([name, { port }]) =>
    Array.from({ length: replicas[name] ?? 1 }, (_, index) => ({
      name,
      replica: index + 1,
      command: serverCommand('classifier'),
      host: LOOPBACK,
      port: freePorts || index > 0 ? 0 : port,
      // Callers reach the proxy, which is the one to speak TLS.
      env: { MODE: name, MODEL_DIR: models, TLS_CERT: '', TLS_KEY: '' },
    })),
  )
}

export type ProxyPlan = {
  models: string
  host: string
  port: number
  replica: number
  /** whether other proxies listen on the same port */
  sharesPort: boolean
  /** where each classifier's processes listen */
  ports: ReadonlyMap<string, readonly number[]>
  /** classifiers in its own process */
  together: readonly string[]
}

/** One proxy process, told where the classifiers are. */
export function planProxy({
  models,
  host,
  port,
  replica,
  sharesPort,
  ports,
  together,
}: ProxyPlan): ChildSpec {
  const services = [...ports].map(([name, list]) => [
    serviceVariable(name),
    list.map((classifierPort) => `${LOOPBACK}:${classifierPort}`).join(','),
  ])
  const here = together.map((name) => [serviceVariable(name), HERE])
  return {
    name: PROXY,
    replica,
    command: serverCommand('proxy'),
    host,
    port,
    env: {
      ...Object.fromEntries([...services, ...here]),
      MODEL_DIR: models,
      ...(sharesPort ? { REUSE_PORT: 'true' } : {}),
    },
  }
}
