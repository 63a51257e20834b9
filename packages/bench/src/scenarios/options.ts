import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { hashOf, newKey } from '@sepal/keys'
import type { Contestant } from '../contestants/contestant.ts'
import { Field } from '../contestants/field.ts'
import type { Scenario } from './scenario.ts'

const CONNECTIONS = 64
const PLAIN = 'sepal'

const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)
const KEYS = { web: newKey(random), rated: newKey(random) }

/** What the proxy's options cost that are off by default, in front of the same classifiers. */
export const options: Scenario = {
  name: 'options',
  summary: `keys, keys with a rate, and the decision log, ÷ Sepal without them; single rows, ${CONNECTIONS} connections`,
  isLong: true,
  async run(bench) {
    await using files = new AsyncDisposableStack()
    const folder = await mkdtemp(join(tmpdir(), 'sepal-options-'))
    files.defer(() => rm(folder, { recursive: true }))
    const API_KEYS_FILE = join(folder, 'keys.json')
    await Bun.write(API_KEYS_FILE, JSON.stringify(keyFile()))
    const DECISION_LOG = pathToFileURL(join(folder, 'decisions.ndjson')).href
    await using field = await Field.start()
    const { before } = bench.options
    const contestants: Contestant[] = [
      await field.sepalAs(PLAIN),
      ...(before === undefined ? [] : [await field.sepalAs('sepal before', { checkout: before })]),
      { ...(await field.sepalAs('keys', { env: { API_KEYS_FILE } })), headers: bearing(KEYS.web) },
      { ...(await field.sepalAs('keys, a rate', { env: { API_KEYS_FILE } })), headers: bearing(KEYS.rated) },
      await field.sepalAs('decision log', { env: { DECISION_LOG } }),
      await field.sepalAs('no statistics', { env: { STATISTICS: 'off' } }),
    ]
    const load = `single rows, ${CONNECTIONS} connections`
    // Without `await` the field would be gone before it is measured.
    return await bench.closedLoop(
      contestants,
      field.ensemble.rows,
      { scenario: 'options', load, rowsPerRequest: 1, connections: CONNECTIONS },
      { limit: PLAIN },
    )
  },
}

const bearing = (key: string) => ({ authorization: `Bearer ${key}` })

/** A rate that no load reaches. */
function keyFile() {
  const entryOf = (key: string) => ({ sha256: hashOf(key), scopes: ['predict', 'operate'] })
  return { keys: { web: entryOf(KEYS.web), rated: { ...entryOf(KEYS.rated), rate: '100000000/s' } } }
}
