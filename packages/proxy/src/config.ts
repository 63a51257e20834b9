import { portOption, serverOptions } from '@sepal/kit'
import { type Static, Type } from '@sinclair/typebox'

/** What the proxy reads from its environment, beside `SERVICE_<NAME>` (see addresses.ts). */
export const ProxyConfig = Type.Object({
  PORT: portOption('port to listen on', 9000),
  DEADLINE_MS: Type.Integer({
    default: 1000,
    minimum: 1,
    description: 'how long the classifiers may take for a request, in ms',
  }),
  ...serverOptions,
})
export type ProxyConfig = Static<typeof ProxyConfig>
