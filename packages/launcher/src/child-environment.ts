import type { Environment } from '@sepal/server/config'
import { runtimeOptions } from '@sepal/server/runtime-options'

const PROXY_VARIABLE = /^(https?|all)_proxy$/i

/**
 * The environment of the children: the launcher's, and options of the runtime that it does not have. Without HTTP_PROXY
 * and its like: everything that the children connect to is on this machine, and an HTTP proxy would be asked for it.
 */
export function childEnvironment(env: Environment): Environment {
  const inherited = Object.entries(env).filter(([name]) => !PROXY_VARIABLE.test(name))
  return { ...runtimeOptions, ...Object.fromEntries(inherited) }
}

/**
 * The environment with a token that the proxy and the classifiers share, if callers need keys: otherwise anybody on this
 * machine could ask the classifiers without one.
 * @param random 32 bytes, made anew each time
 */
export function withUpstreamToken(env: Environment, random: () => Uint8Array): Environment {
  if (!env.API_KEYS_FILE || env.UPSTREAM_TOKEN || env.UPSTREAM_TOKEN_FILE) return env
  return { ...env, UPSTREAM_TOKEN: Buffer.from(random()).toString('hex') }
}
