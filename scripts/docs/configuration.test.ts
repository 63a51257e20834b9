import { expect, test } from 'bun:test'
import { ClassifierConfig } from '../../packages/classifier/src/config.ts'
import { ProxyConfig } from '../../packages/proxy/src/config.ts'
import { serverOptions } from '../../packages/server/src/index.ts'

// The page once gave a default of the proxy's for both, because the proxy had one of its own.
test.each(Object.entries(serverOptions))(
  '%s is the same at both servers, as the page says',
  (name, option) => {
    expect([ProxyConfig, ClassifierConfig].map(({ properties }) => Object.entries(properties))).toEqual([
      expect.arrayContaining([[name, option]]),
      expect.arrayContaining([[name, option]]),
    ])
  },
)
