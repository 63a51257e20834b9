import { describe, expect, test } from 'bun:test'
import { CallFailure } from '../api/call-failure.ts'
import type { Decision } from '../api/wire.ts'
import type { Chunk } from './csv-file.ts'
import { type Scoring, type Step, scoreFile } from './score-file.ts'

const features = ['a', 'b'].map((name) => ({ name, unit: '', range: [0, 1] }))

/** Decides by the first number, so that an answer can be told to belong to its row. */
const byFirst = async (rows: readonly (readonly number[])[]): Promise<Decision[]> =>
  rows.map(([first = 0]) => ({ label: first < 0 ? 'rose' : 'lily', proba: Math.abs(first) }))

const scoring = (change: Partial<Scoring> = {}): Scoring => ({
  features,
  columns: [1, 2],
  label: byFirst,
  pause: async () => {},
  onWait: () => {},
  signal: new AbortController().signal,
  ...change,
})

async function* chunks(...texts: string[]): AsyncGenerator<Chunk> {
  let bytesRead = 0
  let number = 0
  for (const text of texts) {
    bytesRead += text.length
    const lines = text.split('\n').map((line) => {
      number += 1
      return { number, cells: line.split(',') }
    })
    yield { lines, bytesRead }
  }
}

async function scoredOf(texts: string[], change?: Partial<Scoring>) {
  let text = ''
  let last: Step | undefined
  for await (const step of scoreFile(chunks(...texts), scoring(change))) {
    text += step.text
    last = step
  }
  return { text, scored: last?.scored }
}

test('each line keeps its cells, in their order, and has its own label', async () => {
  const { text, scored } = await scoredOf(['id,a,b\n1,0.25,9\n2,-0.5,9', '3,0.75,9'])
  expect(text).toBe('id,a,b,label,proba\n1,0.25,9,lily,0.25\n2,-0.5,9,rose,0.5\n3,0.75,9,lily,0.75\n')
  expect(scored?.rows).toBe(3)
  expect(scored?.labels).toEqual(
    new Map([
      ['lily', { count: 2, probaSum: 1 }],
      ['rose', { count: 1, probaSum: 0.5 }],
    ]),
  )
})

test('a line that has no numbers has no label, and is told of by its number', async () => {
  const { text, scored } = await scoredOf(['id,a,b\n1,x,9\n2,0.5,9\n3,1', 'last,,1'])
  expect(text.split('\n').slice(1)).toEqual(['1,x,9,,', '2,0.5,9,lily,0.5', '3,1,,', 'last,,1,,', ''])
  expect(scored).toMatchObject({ rows: 4, bad: 3 })
  expect(scored?.examples).toEqual([
    { line: 2, reason: 'a is "x", expected a number' },
    { line: 4, reason: 'b is missing, expected a number' },
    { line: 5, reason: 'a is missing, expected a number' },
  ])
})

test('a file without a header has none behind it either', async () => {
  const { text } = await scoredOf(['0.5,1'], { columns: [0, 1] })
  expect(text).toBe('0.5,1,lily,0.5\n')
})

test('a column that is called as an added one stays', async () => {
  const { text } = await scoredOf(['label,a,b\nmine,0.5,1'])
  expect(text).toBe('label,a,b,sepal_label,proba\nmine,0.5,1,lily,0.5\n')
})

describe('a call that fails', () => {
  test('for a while is made again', async () => {
    let calls = 0
    const label: Scoring['label'] = async (rows) => {
      calls += 1
      if (calls < 3) throw new CallFailure('overloaded', 'Too much', 'work')
      return byFirst(rows)
    }
    const waits: string[] = []
    const onWait = ({ code }: CallFailure) => waits.push(code)
    const { text } = await scoredOf(['id,a,b\n1,0.5,9'], { label, onWait })
    expect(text).toBe('id,a,b,label,proba\n1,0.5,9,lily,0.5\n')
    expect(waits).toEqual(['overloaded', 'overloaded'])
  })

  test('for good ends it', async () => {
    const failure = new CallFailure('invalid-request', 'The request is wrong', 'somehow')
    const label = () => Promise.reject(failure)
    await expect(scoredOf(['id,a,b\n1,0.5,9'], { label })).rejects.toBe(failure)
  })
})

test('who stops it gets no further step', async () => {
  const stopping = new AbortController()
  const steps = scoreFile(chunks('id,a,b\n1,0.5,9', '2,0.5,9'), scoring({ signal: stopping.signal }))
  await steps.next()
  await steps.next()
  stopping.abort()
  expect(await steps.next()).toEqual({ done: true, value: undefined })
})
