import { expect, test } from 'bun:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { garden } from '../../test/garden.ts'
import { loadModelCards } from './model-cards.ts'

async function cardsOf(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'sepal-cards-'))
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
    return await loadModelCards(folder, garden)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('a card and the data that it names', async () => {
  const card = { data: { file: 'garden.csv' }, anything: [1] }
  const { cards, trainingData } = await cardsOf({
    'rose.card.json': JSON.stringify(card),
    'lily.card.json': JSON.stringify(card),
    'garden.csv': 'height\n1\n',
  })
  expect(cards).toEqual(
    new Map([
      ['rose', card],
      ['lily', card],
    ]),
  )
  expect(trainingData).toEqual(new Map([['garden.csv', 'height\n1\n']]))
})

test('what is no card is left out, and keeps nothing from starting', async () => {
  const { cards, faults } = await cardsOf({
    'rose.card.json': '{',
    'lily.card.json': '["a list"]',
    'moss2.card.json': 'null',
    'daisy.card.json': '{}',
  })
  expect(cards).toEqual(new Map())
  expect([...faults.values()]).toEqual(
    ['rose', 'lily', 'moss2'].map((name) => [`${name}.card.json: it is no JSON object`]),
  )
})

test('a figure that cannot be drawn is reported, and its card is served', async () => {
  const whole = {
    errorDistribution: [{ from: -1, to: 1, rows: 7 }],
    predictedAgainstActual: [[3, 2.9]],
    calibrationCurve: [{ rows: 30, meanProba: 0.1, ownShare: 0.12, from: 0 }],
  }
  const wrong = {
    errorDistribution: [
      { from: -1, to: 1, rows: 7 },
      { from: 1, to: '2', rows: 7 },
    ],
    predictedAgainstActual: [[3, 2.9], [4]],
    calibrationCurve: [{ rows: 30, meanProba: 0.1 }],
  }
  const { cards, faults } = await cardsOf({
    'rose.card.json': JSON.stringify(whole),
    'lily.card.json': JSON.stringify(wrong),
  })
  expect([...cards.keys()]).toEqual(['rose', 'lily'])
  expect(Object.fromEntries(faults)).toEqual({
    lily: [
      'lily.card.json: calibrationCurve[0].ownShare is missing, expected a list of { "rows": 30, "meanProba": 0.1, "ownShare": 0.12 }',
      'lily.card.json: errorDistribution[1].to is "2", expected a list of { "from": -1, "to": 1, "rows": 40 }',
      'lily.card.json: predictedAgainstActual[1] is [4], expected a list of [actual, predicted], as [3, 2.9]',
    ],
  })
})

test.each(['../secret.csv', 'sub/secret.csv', '/etc/passwd', 'ensemble.json', 'missing.csv', 7, null])(
  'a card that names %p as its data gives no data',
  async (file) => {
    const { trainingData } = await cardsOf({
      'rose.card.json': JSON.stringify({ data: { file } }),
      'ensemble.json': '{}',
    })
    expect(trainingData).toEqual(new Map())
  },
)
