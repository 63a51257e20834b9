import { expect, test } from 'bun:test'
import { Silence } from './silence.ts'

test('two health checks in a row without an answer are silence, and any answer ends it', () => {
  for (const answer of [(silence: Silence) => silence.heard(), (silence: Silence) => silence.checked(true)]) {
    const silence = new Silence()
    silence.checked(false)
    expect(silence.isSilent(0)).toBe(false)
    silence.checked(false)
    expect([silence.isSilent(0), silence.isTotal]).toEqual([true, true])
    answer(silence)
    expect([silence.isSilent(0), silence.isTotal]).toEqual([false, false])
  }
})

test('calls without an answer are silence although health checks are answered', () => {
  const silence = new Silence()
  for (const at of [0, 500, 1000, 1500]) silence.callUnanswered(at)
  expect(silence.isSilent(1999)).toBe(false)
  expect(silence.isSilent(2000)).toBe(true)
  silence.checked(true)
  expect([silence.isSilent(2000), silence.isTotal]).toEqual([true, false])
  silence.heard()
  expect(silence.isSilent(9000)).toBe(false)
})

test('a few calls without an answer are none', () => {
  const silence = new Silence()
  for (const at of [0, 1000, 5000]) silence.callUnanswered(at)
  expect(silence.isSilent(9000)).toBe(false)
})
