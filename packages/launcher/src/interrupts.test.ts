import { expect, test } from 'bun:test'
import { createInterrupts } from './interrupts.ts'

function recorded() {
  const calls: string[] = []
  const clock = { ms: 0 }
  const interrupt = createInterrupts({
    stop: () => calls.push('stop'),
    kill: () => calls.push('kill'),
    now: () => clock.ms,
  })
  return { calls, clock, interrupt }
}

test('one Ctrl-C that arrives twice stops in order', () => {
  const { calls, clock, interrupt } = recorded()
  interrupt('SIGINT')
  clock.ms = 20
  interrupt('SIGINT')
  expect(calls).toEqual(['stop'])
})

test('a second Ctrl-C kills', () => {
  const { calls, clock, interrupt } = recorded()
  interrupt('SIGTERM')
  clock.ms = 501
  interrupt('SIGINT')
  expect(calls).toEqual(['stop', 'kill'])
})

test('a second SIGTERM changes nothing', () => {
  const { calls, clock, interrupt } = recorded()
  interrupt('SIGTERM')
  clock.ms = 5000
  interrupt('SIGTERM')
  expect(calls).toEqual(['stop'])
})
