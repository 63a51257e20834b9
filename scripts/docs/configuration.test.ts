import { expect, test } from 'bun:test'
import { ClassifierConfig } from '@sepal/classifier'
import { ensembleOptions } from '@sepal/ensemble'
import { ProxyConfig } from '@sepal/proxy'
import { serverOptions } from '@sepal/server'

// The page once showed the proxy's own default for both servers.
test.each(Object.entries({ ...serverOptions, ...ensembleOptions }))(
  '%s is the same at both servers, as the page says',
  (name, option) => {
    expect([ProxyConfig, ClassifierConfig].map(({ properties }) => Object.entries(properties))).toEqual([
      expect.arrayContaining([[name, option]]),
      expect.arrayContaining([[name, option]]),
    ])
  },
)
