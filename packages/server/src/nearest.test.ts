import { expect, test } from 'bun:test'
import { nearest } from './nearest.ts'

const options = ['DEADLINE_MS', 'DEADLINE_MAX_MS', 'LOG_LEVEL', 'MODE', 'PORT', 'PARTIAL']

test.each([
  ['DEADLIN_MS', 'DEADLINE_MS'],
  ['DEADLNIE_MS', 'DEADLINE_MS'],
  ['deadline_ms', 'DEADLINE_MS'],
  ['DEADLINEMS', 'DEADLINE_MS'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['partail', 'PARTIAL'],
  ['PARTIALL', 'PARTIAL'],
])('%s may be meant for %s', (text, name) => expect(nearest(text, options)).toBe(name))

test.each(['', 'M', 'PATH', 'NODE_ENV', 'HOSTNAME', 'LANG', 'DEAD', 'TERMINAL', 'LEVEL', 'a'.repeat(5000)])(
  '%s is meant for none of them',
  (text) => expect(nearest(text, options)).toBeUndefined(),
)
