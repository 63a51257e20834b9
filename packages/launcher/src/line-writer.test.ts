import { expect, test } from 'bun:test'
import { Writable } from 'node:stream'
import { createLineWriter } from './line-writer.ts'

function recorded() {
  const writes: string[] = []
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _, done) {
      writes.push(text)
      done()
    },
  })
  return { writes, stream }
}

test('lines have aligned labels, and those of one turn are written together', () => {
  const { writes, stream } = recorded()
  const output = createLineWriter({ stream, longestLabel: 6, isColoured: false })
  output.write('rose', 'one')
  output.write('rose.2', 'two')
  output.flush()
  expect(writes).toEqual(['rose   | one\nrose.2 | two\n'])
})

test('lines are written without an explicit flush', async () => {
  const { writes, stream } = recorded()
  createLineWriter({ stream, longestLabel: 4, isColoured: false }).write('rose', 'one')
  const { promise, resolve } = Promise.withResolvers<void>()
  setImmediate(resolve)
  await promise
  expect(writes).toEqual(['rose | one\n'])
})

test('each label has its own colour when colours are on', () => {
  const { writes, stream } = recorded()
  const output = createLineWriter({ stream, longestLabel: 5, isColoured: true })
  output.write('rose', 'one')
  output.write('tulip', 'two')
  output.flush()
  expect(writes).toEqual(['\u001b[36mrose  |\u001b[39m one\n\u001b[35mtulip |\u001b[39m two\n'])
})
