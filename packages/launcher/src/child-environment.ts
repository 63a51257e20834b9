import type { Environment } from '@sepal/server/config'

const PROXY_VARIABLE = /^(https?|all)_proxy$/i

/**
 * The environment without HTTP_PROXY and its like. Everything that the children connect to is on this machine, and an
 * HTTP proxy would be asked for it.
 */
export function withoutProxies(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !PROXY_VARIABLE.test(name)))
}
