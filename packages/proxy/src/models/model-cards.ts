import { classifierNames, type Manifest } from '@sepal/ensemble'
import { readFolderFile } from './folder-file.ts'

/** What was written about a model when it was trained; whoever trained it decides what is in it. */
export type ModelCard = Readonly<Record<string, unknown>>

/** The data that models were trained on, as CSV, by the file's name. */
export type TrainingData = ReadonlyMap<string, string>

/** Larger files are not for a picture on a page, and not kept in memory. */
const MAX_BYTES = 4 * 1024 * 1024

export type ModelCards = {
  /** by the classifiers' names */
  cards: ReadonlyMap<string, ModelCard>
  trainingData: TrainingData
}

/**
 * Reads `<name>.card.json` beside the manifest for each classifier, and the data files that they name as
 * `data.file`. What is not there, or is no card, is left out: nothing that serves depends on it.
 */
export async function loadModelCards(folder: string, manifest: Manifest): Promise<ModelCards> {
  const cards = new Map<string, ModelCard>()
  const trainingData = new Map<string, string>()
  for (const name of classifierNames(manifest)) {
    const card = parsed(await readFolderFile(folder, `${name}.card.json`, MAX_BYTES))
    if (!isRecord(card)) continue
    cards.set(name, card)
    const file = isRecord(card.data) ? card.data.file : undefined
    if (typeof file !== 'string' || !PLAIN_CSV.test(file) || trainingData.has(file)) continue
    const csv = await readFolderFile(folder, file, MAX_BYTES)
    if (csv !== undefined) trainingData.set(file, csv)
  }
  return { cards, trainingData }
}

/** A file in the same folder, and nothing that leads out of it. */
const PLAIN_CSV = /^[^/\\]+\.csv$/

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
