import { copyFile, mkdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ContractError, openClassifier, readModelSource } from '@sepal/classifier/model'
import { checkManifest, loadManifest, type Manifest, RowCodec } from '@sepal/ensemble'
import type { OnnxModel } from '@sepal/onnx'
import { AddError } from './add-error.ts'
import type { TableSample } from './column-guess.ts'
import { insertClassifier } from './entry-insertion.ts'
import { columnCount, proposeFeatures } from './feature-proposal.ts'
import { madeUp, type OutputEntry, proposeOutputs } from './output-proposal.ts'

export type AddOptions = {
  /** the folder with `ensemble.json`, which is written where there is none */
  folder: string
  /** of the classifier; the file's by default */
  name?: string | undefined
  port?: number | undefined
  /** names of the classes, in the order of the model's columns */
  classes?: readonly string[] | undefined
  /** the features that it takes, in the order of the model's columns */
  features?: readonly string[] | undefined
  /** a table with the columns that it takes */
  data?: TableSample | undefined
}

/** What was written. */
export type Added = { name: string; entry: object; isNew: boolean; notes: string[] }

const FIRST_PORT = 8000

/**
 * Proposes the entry of a model, tries it as the classifier would, and writes it into the folder's `ensemble.json`.
 * @throws ContractError of the likeliest proposal when none of them fits; Error when something else is missing
 */
export async function addModel(file: string, options: AddOptions): Promise<Added> {
  const { folder } = options
  const onnx = await openFile(file)
  const copied = await bringModel(file, folder, onnx)
  try {
    return await write(basename(file), onnx, options)
  } catch (error) {
    await Promise.all(copied.map((copy) => rm(copy)))
    throw error
  }
}

async function write(model: string, onnx: OnnxModel, options: AddOptions): Promise<Added> {
  const { folder } = options
  const path = join(folder, 'ensemble.json')
  const isNew = !(await Bun.file(path).exists())
  const started = isNew ? newManifest(folder, onnx, options) : { manifest: await existing(folder), notes: [] }
  const name = nameFor(model, options.name, started.manifest)
  const base = {
    model,
    port: options.port ?? freePort(started.manifest),
    ...(!isNew && featuresFor(onnx, started.manifest, options.features)),
  }
  const { entry, notes } = await firstThatFits(folder, started.manifest, {
    name,
    base,
    outputs: proposeOutputs(onnx, options.classes),
  })
  if (isNew) {
    const manifest = { ...started.manifest, classifiers: { [name]: entry } }
    await Bun.write(path, `${JSON.stringify(manifest, null, 2)}\n`)
  } else {
    await Bun.write(path, insertClassifier(await Bun.file(path).text(), name, entry))
  }
  return { name, entry, isNew, notes: [...started.notes, ...notes] }
}

/** @throws AddError when it is no model, or its weights are not there */
async function openFile(file: string): Promise<OnnxModel> {
  const facts = await stat(file).catch(() => undefined)
  if (facts === undefined) throw new AddError(`no such file: ${file}`)
  if (facts.isDirectory()) throw new AddError(`${file} is a folder, expected a model: FILE.onnx`)
  if (!file.endsWith('.onnx')) throw new AddError(`${file} is no .onnx file; export the model as ONNX`)
  try {
    return (await readModelSource(file)).onnx
  } catch (error) {
    if (!(error instanceof ContractError)) throw error
    const { expected, found, advice } = error
    const next = advice === undefined ? '' : `; ${advice}`
    throw new AddError(`${file} cannot be read: expected ${expected}, found ${found}${next}`, {
      cause: error,
    })
  }
}

/** A manifest without its classifiers. */
type Frame = Pick<Manifest, 'name' | 'features' | 'sample' | 'classifiers'> & { combine: object }

function newManifest(folder: string, onnx: OnnxModel, { data, features: chosen }: AddOptions) {
  const { notes, features, sample } = proposeFeatures(onnx, data, chosen)
  const manifest = {
    name: basename(resolve(folder)),
    features,
    sample,
    classifiers: {},
    combine: { none: {} },
  }
  return { manifest: manifest as Frame, notes }
}

async function existing(folder: string): Promise<Frame> {
  return loadManifest(folder, {
    onOldForm: () => {
      throw new AddError('ensemble.json has the form of version 0.1; write it in the present form first')
    },
  })
}

/**
 * Copies a model and the files with its weights into the folder, unless they are there.
 * @returns the copies
 */
async function bringModel(file: string, folder: string, { externalFiles }: OnnxModel): Promise<string[]> {
  const from = dirname(resolve(file))
  if (from === resolve(folder)) return []
  const copies: string[] = []
  for (const name of [basename(file), ...externalFiles]) {
    const to = join(folder, name)
    if (await Bun.file(to).exists()) throw new AddError(`${to} is there already; rename one of the two files`)
    await mkdir(dirname(to), { recursive: true })
    await copyFile(join(from, name), to)
    copies.push(to)
  }
  return copies
}

function nameFor(file: string, chosen: string | undefined, { classifiers }: Frame): string {
  const plain = file
    .replace(/\.onnx$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
  const name = chosen ?? plain.replace(/^[^a-z]+/, '')
  if (name === '') throw new AddError(`${file} gives no name for a classifier; say one with --name`)
  if (Object.hasOwn(classifiers, name))
    throw new AddError(`ensemble.json has a classifier ${name} already; use --name`)
  return name
}

function freePort({ classifiers }: Frame): number {
  const taken = new Set(Object.values(classifiers).map(({ port }) => port))
  let port = FIRST_PORT
  while (taken.has(port)) port += 1
  return port
}

/**
 * `features` of the entry, where the model takes some of the manifest's only.
 * @throws AddError where it is not clear which, or the model takes more than there are
 */
function featuresFor(onnx: OnnxModel, manifest: Frame, chosen: readonly string[] | undefined) {
  const width = columnCount(onnx.inputs)
  const all = new RowCodec(manifest).features.map(({ name }) => name)
  const unknown = (chosen ?? []).filter((name) => !all.includes(name))
  if (unknown.length > 0) throw new AddError(`no feature ${unknown.join(', ')} among ${all.join(', ')}`)
  const count = chosen?.length ?? all.length
  const inputs = onnx.inputs.map(({ name }) => name)
  const isSome = inputs.length > 1 && inputs.length < all.length && inputs.every((name) => all.includes(name))
  if (!chosen && isSome) return { features: inputs }
  if (width !== undefined && width !== count) {
    throw new AddError(
      width > all.length
        ? `the model takes ${width} columns, and ensemble.json has ${all.length} features; write the others into its "features" first, or use another folder (--models)`
        : `the model takes ${width} columns, and there are ${count} features; say which with --features, in the model's order (${all.join(', ')})`,
    )
  }
  return chosen ? { features: [...chosen] } : {}
}

type Proposal = { name: string; base: { model: string; port: number }; outputs: readonly OutputEntry[] }

async function firstThatFits(folder: string, frame: Frame, { name, base, outputs }: Proposal) {
  let refusal: ContractError | undefined
  for (const output of outputs) {
    const entry = { ...base, ...output }
    // Only this classifier is tried: the others' combination is not its concern.
    const manifest: unknown = { ...frame, classifiers: { [name]: entry }, combine: { none: {} } }
    checkManifest(manifest)
    try {
      const { model } = await openClassifier(folder, manifest, name)
      await model.release()
      return { entry, notes: [...model.repairs, ...model.notes, ...guessesIn(output, refusal)] }
    } catch (error) {
      if (!(error instanceof ContractError)) throw error
      refusal ??= error
    }
  }
  throw refusal ?? new AddError('the model has no output that is an answer; say its classes with --classes')
}

/** What was guessed, and the reader may know better. */
function guessesIn(output: OutputEntry, refusal: ContractError | undefined): string[] {
  const [classes = {}] = [output.probabilities, output.label].filter((entry) => entry !== undefined)
  const notes: string[] = []
  if (Object.hasOwn(classes, madeUp(0))) {
    notes.push('the model does not name its classes: rename class_0, class_1, … or use --classes')
  }
  if (output.logits !== undefined && refusal !== undefined) {
    notes.push('its numbers are no probabilities, and are read as logits: if they are not, mend the entry')
  }
  return notes
}
