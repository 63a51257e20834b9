import { afterAll, describe, expect, test } from 'bun:test'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { RunningClassifier } from '@sepal/classifier/testing/running-classifier'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import iris from '../models/ensemble.json' with { type: 'json' }
import { Connection } from './fuzz/connection.ts'
import { unsoundRequests } from './fuzz/unsound.ts'

const stack = new AsyncDisposableStack()
afterAll(() => stack.disposeAsync())
const ensemble = stack.use(await RunningEnsemble.start(iris, irisFolder))
const classifier = stack.use(await RunningClassifier.start('setosa'))

/** The request that a smuggler hides behind another: it would be answered with 200. */
const HIDDEN = 'GET /health HTTP/1.1\r\nhost: a\r\n\r\n'

describe.each([
  ['the proxy', ensemble.proxy.address],
  ['a classifier', classifier.address],
])('%s', (server, address) => {
  test.each([...unsoundRequests('/predict')])(
    `${server} refuses %s, and does not read what follows as a request`,
    async (_what, text) => {
      for (const sent of [text, text + HIDDEN]) {
        using connection = new Connection(address)
        const { answers, isClosed } = await connection.exchange({
          pieces: [sent],
          pauseMs: 0,
          heads: [false, false, false],
          patienceMs: 5000,
        })
        // Bun answers 505 where it finds no version in the first line.
        for (const { status } of answers) expect([400, 505]).toContain(status)
        // A request that arrives before the answer to another one makes Bun close without an answer to either.
        expect(answers.length).toBeOneOf(sent === text ? [1] : [0, 1])
        expect(isClosed).toBe(true)
      }
      expect((await fetch(`http://${address}/health`)).status).toBe(200)
    },
  )
})
