import { AddError } from './add-error.ts'
import type { AddOptions } from './addition.ts'
import { type Frame, firstThatFits } from './entry-trial.ts'
import { featuresFor } from './features-of-entry.ts'
import type { Brought } from './model-copy.ts'
import { proposeOutputs } from './output-proposal.ts'

const FIRST_PORT = 8000

/** Tries a model among the features of a manifest. */
export async function place({ file, model, onnx }: Brought, frame: Frame, options: AddOptions) {
  const { name, port } = identity(model, frame, options)
  const base = { model, port, ...featuresFor(onnx, frame, options.features) }
  const outputs = proposeOutputs(onnx, options.classes)
  return { file, name, ...(await firstThatFits(options.folder, frame, { name, base, outputs })) }
}

/** What sets a classifier apart from the others. */
export function identity(model: string, frame: Frame, { name, port }: AddOptions) {
  return { name: nameFor(model, name, frame), port: port ?? freePort(frame) }
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
