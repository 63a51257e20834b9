import { describe, expect, test } from 'bun:test'
import { SepalError } from '@sepal/client'
import { openTable } from '@sepal/tabular'
import { CallFailure } from '../api/call-failure.ts'
import type { Answering } from './answering.ts'
import { type Scoring, type Step, scoreFile } from './score-file.ts'
import type { Piece } from './table-file.ts'

const features = ['a', 'b'].map((name) => ({ name, unit: '', range: [0, 1] }))

/** Decides by the first number, so that an answer can be told to belong to its row. */
const byFirst: Answering['ask'] = async (rows) => {
  const firsts = rows.map(([cell]) => Number(cell))
  return [firsts.map((first) => (first < 0 ? 'rose' : 'lily')), firsts.map(Math.abs)]
}

type Change = Partial<Scoring> & { decide?: Answering['ask']; names?: readonly string[] }

const scoring = (
  text: string,
  { decide = byFirst, names = ['label', 'proba'], ...change }: Change = {},
): Scoring => ({
  table: tableOf(text),
  features,
  columns: [1, 2],
  answering: { names, ask: decide },
  pause: async () => {},
  onWait: () => {},
  signal: new AbortController().signal,
  ...change,
})

function tableOf(text: string) {
  const table = openTable(text, { features, header: 'guess', isWhole: true })
  if (table === undefined) throw new Error('it is not whole')
  return table
}

async function* pieces(...texts: string[]): AsyncGenerator<Piece> {
  let bytesRead = 0
  for (const text of texts) {
    bytesRead += text.length
    yield { text, bytesRead, isLast: text === texts.at(-1) }
  }
}

async function scoredOf(texts: string[], change?: Change) {
  let text = ''
  let last: Step | undefined
  for await (const step of scoreFile(pieces(...texts), scoring(texts.join(''), change))) {
    text += step.text
    last = step
  }
  return { text, scored: last?.scored }
}

test('each line keeps its cells, in their order, and has its own label', async () => {
  const { text, scored } = await scoredOf(['id,a,b\n1,0.25,9\n2,-0.', '5,9\n3,0.75,9'])
  expect(text).toBe('id,a,b,label,proba\n1,0.25,9,lily,0.25\n2,-0.5,9,rose,0.5\n3,0.75,9,lily,0.75\n')
  expect(scored?.rows).toBe(3)
  expect(scored?.labels).toEqual(
    new Map([
      ['lily', { count: 2, probaSum: 1 }],
      ['rose', { count: 1, probaSum: 0.5 }],
    ]),
  )
})

test('a line without its numbers stays, has no label, and is told of by its number', async () => {
  const lines = ['id,a,b', '1,x,9', '', '2,0.5,9', '3,1', '4,5,1,5,1', '"5', 'last,,1']
  const { text, scored } = await scoredOf([lines.join('\n')])
  // The one with an open quote would take what follows into its quotes.
  const expected = ['1,x,9,,', '2,0.5,9,lily,0.5', '3,1,,', '4,5,1,5,1,,', 'last,,1,,', '']
  expect(text.split('\n').slice(1)).toEqual(expected)
  expect(scored).toMatchObject({ rows: 6, bad: 5 })
  expect(scored?.examples).toEqual([
    { line: 2, reason: 'a is "x", expected a number that fits float32' },
    { line: 5, reason: 'it has 2 cells, expected 3' },
    { line: 6, reason: expect.stringContaining('it has 5 cells, expected 3; if these are decimal commas') },
    { line: 7, reason: 'a quote is never closed' },
    { line: 8, reason: 'a is empty, expected a number that fits float32' },
  ])
})

test('a row that no model can answer is a line without a label', async () => {
  const decide: Answering['ask'] = async (rows) => {
    const bad = rows.flatMap(([a], row) => (a === 7 ? [row] : []))
    if (bad.length === 0) return byFirst(rows)
    const classifiers = {
      roses: { outcome: 'unanswerable', detail: 'it gives NaN', rows: bad },
      lilies: { outcome: 'ok' },
    }
    const problem = new SepalError(422, 'unanswerable-row', { classifiers }, 'no')
    throw new CallFailure('unanswerable-row', 'A row cannot be answered', 'no', { cause: problem })
  }
  const { text, scored } = await scoredOf(['id,a,b\n1,0.5,9\n2,7,9\n3,-0.5,9\n4,7,9\n'], { decide })
  const expected = 'id,a,b,label,proba\n1,0.5,9,lily,0.5\n2,7,9,,\n3,-0.5,9,rose,0.5\n4,7,9,,\n'
  expect(text).toBe(expected)
  expect(scored?.examples).toEqual([3, 5].map((line) => ({ line, reason: 'roses: it gives NaN' })))
})

test('several calls are under way at once, and their rows come in order', async () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => `${i},${i / 40_000},9\n`)
  const firstFour = Array.from({ length: 4 }, () => Promise.withResolvers<void>())
  let calls = 0
  const decide: Answering['ask'] = async (some) => {
    const call = calls++
    // The fourth call ends the third, and so on: one after the other they would never end.
    if (call === 3) firstFour[3]?.resolve()
    await firstFour[call]?.promise
    firstFour[call - 1]?.resolve()
    return byFirst(some)
  }
  const { text } = await scoredOf([`id,a,b\n${rows.join('')}`], { decide })
  expect(
    text
      .split('\n')
      .slice(1, -1)
      .map((line) => Number(line.split(',')[0])),
  ).toEqual([...rows.keys()])
})

test('NDJSON has the labels as members', async () => {
  const objects = ['{"a":0.5,"b":1}', '{"a":"x","b":1}']
  const { text } = await scoredOf([objects.join('\n')], { columns: [0, 1] })
  expect(text).toBe('{"a":0.5,"b":1,"label":"lily","proba":0.5}\n{"a":"x","b":1}\n')
})

test('values are written with how far the models are apart, and summed up', async () => {
  const decide: Answering['ask'] = async (rows) => [0, -1, 1].map((by) => rows.map(([a]) => Number(a) + by))
  const names = ['value', 'min', 'max']
  const { text, scored } = await scoredOf(['id,a,min\n1,0.5,7\n2,x,7\n3,4,7\n'], { decide, names })
  expect(text).toBe('id,a,min,value,sepal_min,max\n1,0.5,7,0.5,-0.5,1.5\n2,x,7,,,\n3,4,7,4,3,5\n')
  expect(scored?.values).toEqual({ count: 2, sum: 4.5, min: 0.5, max: 4 })
})

test('answers of which nothing is summed up are written', async () => {
  const decide: Answering['ask'] = async (rows) => [rows.map(() => 'rose'), rows.map(() => null)]
  const { text, scored } = await scoredOf(['id,a,b\n1,0.5,9\n'], { decide, names: ['rose', 'value'] })
  expect(text).toBe('id,a,b,rose,value\n1,0.5,9,rose,\n')
  expect([scored?.rows, scored?.labels.size, scored?.values]).toEqual([1, 0, undefined])
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
    const decide: Answering['ask'] = async (rows) => {
      calls += 1
      if (calls < 3) throw new CallFailure('overloaded', 'Too much', 'work')
      return byFirst(rows)
    }
    const waits: string[] = []
    const onWait = ({ code }: CallFailure) => waits.push(code)
    const { text } = await scoredOf(['id,a,b\n1,0.5,9'], { decide, onWait })
    expect(text).toBe('id,a,b,label,proba\n1,0.5,9,lily,0.5\n')
    expect(waits).toEqual(['overloaded', 'overloaded'])
  })

  test('for good ends it', async () => {
    const failure = new CallFailure('invalid-request', 'The request is wrong', 'somehow')
    const decide = () => Promise.reject(failure)
    await expect(scoredOf(['id,a,b\n1,0.5,9'], { decide })).rejects.toBe(failure)
  })
})

test('who stops it gets no further step', async () => {
  const stopping = new AbortController()
  const text = 'id,a,b\n1,0.5,9\n'
  const steps = scoreFile(pieces(text, '2,0.5,9'), scoring(text, { signal: stopping.signal }))
  await steps.next()
  stopping.abort()
  expect(await steps.next()).toEqual({ done: true, value: undefined })
})
