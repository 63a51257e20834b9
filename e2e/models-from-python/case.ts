import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where the cases are: one folder each, with models and a `case.json`. */
export const casesFolder =
  process.env.MODELS_FROM_PYTHON || join(import.meta.dir, '../../../shared/models-from-python')

export type CaseFeature = {
  name: string
  type: 'number' | 'integer' | 'boolean' | 'category' | 'text'
  values?: string[]
  missing?: boolean
}
type Row = Record<string, number | string | boolean | null>
type Expected = {
  kind: 'probabilities' | 'values' | 'scores' | 'labels' | 'ensemble'
  classes?: string[]
  probabilities?: number[][]
  labels?: string[]
  values?: number[]
  scores?: number[]
  weights?: number[]
  weighted_mean?: number[]
  median?: number[]
  soft_weights?: number[]
  soft_probabilities?: number[][]
  soft_labels?: string[]
  hard_labels?: string[]
}

/** A Python library's predictions of a model that it exported. */
export type Case = {
  what: string
  features: CaseFeature[]
  /** the models of an ensemble, by file; of a stack, those before its final one */
  parts?: Record<string, unknown>
  gives?: 'logits'
  rows: Row[]
  expected: Expected
  /** ONNX Runtime's predictions where they differ */
  onnx_says?: Expected
  tolerance: number
}

/** The names of the cases; none where the folder does not exist. */
export function caseNames(): string[] {
  if (!existsSync(casesFolder)) return []
  return readdirSync(casesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(casesFolder, entry.name, 'case.json')))
    .map(({ name }) => name)
    .toSorted()
}

export async function readCase(name: string): Promise<Case> {
  return await Bun.file(join(casesFolder, name, 'case.json')).json()
}

const featureOf = ({ type, values = [], missing = false }: CaseFeature) => {
  const gap = missing ? { missing: {} } : {}
  if (type !== 'category') return { [type]: gap }
  return { category: Object.fromEntries(values.map((value) => [value, {}])), ...gap }
}

export const flags = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]))

/** Rows of probabilities in the order of the manifest's classes: JSON moves whole numbers to the front. */
function inOrderOf(entry: object, classes: readonly string[], rows: readonly number[][]): number[][] {
  const places = Object.keys(entry).map((name) => classes.indexOf(name))
  return rows.map((row) => places.map((place) => row[place] ?? Number.NaN))
}

/** The output kinds under which a user would serve the model, each with its expected answers. */
export function outputsOf({
  expected,
  onnx_says,
  gives,
  parts,
}: Case): { entry: object; answers: unknown[] }[] {
  if (parts) return []
  const { classes = [] } = expected
  const said = { ...expected, ...onnx_says }
  const { probabilities = [], values = [], scores = [], labels = [] } = said
  switch (expected.kind) {
    case 'probabilities':
      return [
        {
          entry: { probabilities: flags(classes), ...(gives === 'logits' && { logits: {} }) },
          answers: inOrderOf(flags(classes), classes, probabilities),
        },
      ]
    case 'values':
      return [{ entry: { value: {} }, answers: values }]
    case 'scores':
      return [
        { entry: { score: {} }, answers: scores },
        { entry: { label: flags(['-1', '1']) }, answers: labels },
      ]
    case 'labels':
      return [{ entry: { label: flags(classes) }, answers: labels }]
    default:
      return []
  }
}

type CaseRows = Pick<Case, 'features' | 'rows'>

/** A folder with a case's files and the manifest that a user would write, until it goes out of scope. */
export class CaseFolder implements AsyncDisposable {
  private constructor(readonly path: string) {}

  /** @param ensemble its classifiers and how they are combined */
  static async write(name: string, { features, rows }: CaseRows, ensemble: object): Promise<CaseFolder> {
    const folder = new CaseFolder(await mkdtemp(join(tmpdir(), 'sepal-case-')))
    const from = join(casesFolder, name)
    for (const file of readdirSync(from)) {
      if (file.includes('.onnx')) await Bun.write(join(folder.path, file), Bun.file(join(from, file)))
    }
    const manifest = {
      name,
      features: Object.fromEntries(features.map((feature) => [feature.name, featureOf(feature)])),
      sample: rows[0],
      combine: { none: {} },
      ...ensemble,
    }
    await Bun.write(join(folder.path, 'ensemble.json'), JSON.stringify(manifest))
    return folder
  }

  async [Symbol.asyncDispose]() {
    await rm(this.path, { recursive: true })
  }
}

/** The largest difference between two lists of answers; 1 for a different label. */
export function worstDifference(answers: readonly unknown[], expected: readonly unknown[]): number {
  const difference = (a: unknown, b: unknown): number => {
    if (Array.isArray(a) && Array.isArray(b)) return worstDifference(a, b)
    if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b)
    return a === b ? 0 : 1
  }
  if (answers.length !== expected.length) return Number.POSITIVE_INFINITY
  let worst = 0
  for (const [i, wanted] of expected.entries()) {
    const own = difference(answers[i], wanted)
    // NaN is worse than any number.
    if (Number.isNaN(own)) return own
    worst = Math.max(worst, own)
  }
  return worst
}
