type Environment = Record<string, string | undefined>

/** The HTTP proxy that the environment names for an address, as Bun reads it. */
export type HttpProxy = { variable: string; address: string }

/** Asks for loopback directly, whatever HTTP_PROXY says: what it names is seldom on this machine. */
export function askLoopbackDirectly(environment: Environment) {
  const direct = ['localhost', '127.0.0.1', '[::1]', '::1']
  const named = [...hostsIn(environment.NO_PROXY), ...hostsIn(environment.no_proxy)]
  if (named.includes('*')) return
  const all = [...new Set([...named, ...direct])].join(',')
  environment.NO_PROXY = all
  environment.no_proxy = all
}

/** The proxy that is asked for an address; none where NO_PROXY leaves the address out. */
export function httpProxyFor(url: string, environment: Environment): HttpProxy | undefined {
  const { protocol, hostname, host } = URL.parse(url) ?? { protocol: '', hostname: '', host: '' }
  const names = protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY']
  const variable = names.find((name) => environment[name])
  if (variable === undefined) return undefined
  const left = hostsIn(environment.no_proxy ?? environment.NO_PROXY)
  const isLeftOut = left.some((entry) => {
    const suffix = entry.replace(/^\*?\.?/, '')
    return entry === '*' || hostname === suffix || host === suffix || hostname.endsWith(`.${suffix}`)
  })
  return isLeftOut ? undefined : { variable, address: withoutCredentials(environment[variable] ?? '') }
}

const hostsIn = (list = '') => list.split(/[\s,]+/).filter((host) => host !== '')

const withoutCredentials = (address: string) => address.replace(/\/\/[^/@]*@/, '//')
