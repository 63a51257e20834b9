import { rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { loadManifest, RowCodec } from '@sepal/ensemble'
import type { OnnxModel } from '@sepal/onnx'
import { AddError } from './add-error.ts'
import type { TableSample } from './column-guess.ts'
import { insertClassifier } from './entry-insertion.ts'
import { type Frame, firstThatFits } from './entry-trial.ts'
import { columnCount, proposeFeatures } from './feature-proposal.ts'
import { bringModel, openFile } from './model-copy.ts'
import { proposeOutputs } from './output-proposal.ts'

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
