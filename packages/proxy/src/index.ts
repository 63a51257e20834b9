export { createProxy, type Proxy, type ProxyDeps } from './app.ts'
export { ProxyConfig } from './config.ts'
