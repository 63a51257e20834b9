import { expect, test } from 'bun:test'
import { ClassifierConfig } from '@sepal/classifier'
import { ProxyConfig } from '@sepal/proxy'
import { serverOptions } from '@sepal/server'

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
