import { classifierFeatures, type Feature, featureOf, type Manifest, servedEntries } from '@sepal/ensemble'
import { type Cell, matchColumns, openTable, rowsIn, TableError } from '@sepal/tabular'
import type { ModelCard, TrainingData } from '../models/model-cards.ts'

/** The values of each feature in training: numbers as models get them, NaN for a gap. */
export type TrainingValues = ReadonlyMap<string, readonly number[]>

/** What the cards and their files say of the rows that models were trained on. */
export type Training = {
  manifest: Manifest
  cards: ReadonlyMap<string, ModelCard>
  trainingData: TrainingData
}

/**
 * The training data of each feature that a card's file has a column for. Where the files of several cards have one, the
 * first card's is taken.
 */
export function trainingValues({ manifest, cards, trainingData }: Training): TrainingValues {
  const found = new Map<string, readonly number[]>()
  const read = new Set<unknown>()
  for (const name of Object.keys(servedEntries(manifest))) {
    const file = fileOf(cards.get(name))
    const csv = file === undefined ? undefined : trainingData.get(file)
    if (csv === undefined || read.has(file)) continue
    read.add(file)
    const features = classifierFeatures(manifest, name).flatMap((feature) => {
      const entry = manifest.features[feature]
      return entry === undefined || found.has(feature) ? [] : [featureOf(feature, entry)]
    })
    for (const [feature, values] of columnsIn(csv, features)) found.set(feature, values)
  }
  return found
}

function fileOf(card: ModelCard | undefined): string | undefined {
  const data = card?.data
  if (typeof data !== 'object' || data === null || !('file' in data)) return undefined
  return typeof data.file === 'string' ? data.file : undefined
}

function columnsIn(csv: string, features: readonly Feature[]): [string, number[]][] {
  // A gap in training may be what a caller may not send.
  const columns = features.map(({ name, kind, description }) => ({
    ...description,
    name,
    kind,
    missing: {},
  }))
  try {
    const table = openTable(csv, { features: columns, isWhole: true })
    if (table === undefined) return []
    const matches = matchColumns(columns, table.names)
    const places = matches.map((match) => (match.is === 'found' ? match.column : undefined))
    const known = features.filter((_, i) => places[i] !== undefined)
    const wanted = columns.filter((_, i) => places[i] !== undefined)
    const { rows } = rowsIn(
      csv,
      table,
      wanted,
      places.filter((place) => place !== undefined),
    )
    return known.map((feature, i) => [feature.name, rows.map((row) => numberOf(feature, row[i] ?? null))])
  } catch (error) {
    if (error instanceof TableError) return []
    throw error
  }
}

function numberOf({ encode }: Feature, cell: Cell): number {
  if (cell === null) return Number.NaN
  return encode === undefined ? Number(cell) : encode(cell, [])
}
