import { describe, expect, test } from 'bun:test'
import { requestIdOf } from './request-id.ts'

describe('requestIdOf', () => {
  test.each(['a', 'order-17', 'urn:uuid:6e8b', 'a.b_c', 'x'.repeat(64)])('keeps the caller’s %s', (id) => {
    expect(requestIdOf(id)).toBe(id)
  })

  test.each([null, '', ' ', 'two words', 'x'.repeat(65), 'a\nb', 'a\u0000', '<b>', 'ä', '{}', 'a,b'])(
    'makes one instead of %j',
    (id) => {
      const made = requestIdOf(id)
      expect(made).not.toBe(id ?? '')
      expect(made).toMatch(/^[\w.:-]{8,64}$/)
    },
  )

  test('makes another one each time', () => {
    const ids = Array.from({ length: 1000 }, () => requestIdOf(null))
    expect(new Set(ids).size).toBe(ids.length)
  })
})
