export { createProxy, type Proxy } from './app.ts'
export { ProxyConfig } from './config.ts'
export type { ProxyDeps } from './deps.ts'
