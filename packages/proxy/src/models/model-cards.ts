import { type Manifest, servedEntries } from '@sepal/ensemble'
import { figureFaults } from './card-figures.ts'
import { readFolderFile } from './folder-file.ts'

/** A model card: notes from training, with whatever members the author chose. */
export type ModelCard = Readonly<Record<string, unknown>>

/** Training data as CSV, by file name. */
export type TrainingData = ReadonlyMap<string, string>

/** Larger files are not kept in memory; they would be too much for the map anyway. */
const MAX_BYTES = 4 * 1024 * 1024

export type ModelCards = {
  /** by classifier name */
  cards: ReadonlyMap<string, ModelCard>
  trainingData: TrainingData
  /** what is wrong with a card, a sentence each, by classifier name */
  faults: ReadonlyMap<string, readonly string[]>
}

/**
 * Reads `<name>.card.json` beside the manifest for each classifier and a final model, and the data files that the cards name in
 * `data.file`. Files that are missing or invalid are skipped: predictions do not depend on them. `faults` says what is
 * wrong with a card that there is.
 */
export async function loadModelCards(folder: string, manifest: Manifest): Promise<ModelCards> {
  const cards = new Map<string, ModelCard>()
  const trainingData = new Map<string, string>()
  const faults = new Map<string, readonly string[]>()
  for (const name of Object.keys(servedEntries(manifest))) {
    const text = await readFolderFile(folder, `${name}.card.json`, MAX_BYTES)
    if (text === undefined) continue
    const card = parsed(text)
    const wrong = isRecord(card) ? figureFaults(card) : ['it is no JSON object']
    if (wrong.length > 0)
      faults.set(
        name,
        wrong.map((fault) => `${name}.card.json: ${fault}`),
      )
    if (!isRecord(card)) continue
    cards.set(name, card)
    const file = isRecord(card.data) ? card.data.file : undefined
    if (typeof file !== 'string' || !PLAIN_CSV.test(file) || trainingData.has(file)) continue
    const csv = await readFolderFile(folder, file, MAX_BYTES)
    if (csv !== undefined) trainingData.set(file, csv)
  }
  return { cards, trainingData, faults }
}

/** The name of a file in the same folder, not a path that leads out of it. */
const PLAIN_CSV = /^[^/\\]+\.csv$/

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
