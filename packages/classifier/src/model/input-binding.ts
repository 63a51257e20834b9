import { type DeclaredValue, describeValue, type ElementType } from '@sepal/onnx'
import { ContractError } from './contract-error.ts'
import type { Column, Signature } from './signature.ts'
import type { BoundColumn } from './tensor-data.ts'

/** Which features an input takes, in the order of its columns. */
export type Binding = {
  input: string
  type: ElementType
  /** whether the input is `[N, W]`; otherwise `[N]` */
  isMatrix: boolean
  columns: readonly BoundColumn[]
}

type TensorInput = Extract<DeclaredValue, { kind: 'tensor' }>
type Features = readonly BoundColumn[]

/**
 * Finds which features go to which input: as the manifest says, by name, or in their order.
 * @throws ContractError when they do not fit, with the line to write where the manifest can say it
 */
export function bindInputs(
  inputs: readonly DeclaredValue[],
  signature: Signature,
): { bindings: Binding[]; notes: string[] } {
  const features = signature.columns.map((column, place) => ({ column, place }))
  const tensors = inputs.map(asTensor)
  const { shares, notes } = share(tensors, features, signature)
  const bindings = tensors.map((input, i): Binding => {
    const columns = shares[i] ?? []
    for (const { column } of columns) refuseMisfit(input, column, tensors)
    return { input: input.name, type: input.type, isMatrix: input.shape?.length !== 1, columns }
  })
  return { bindings, notes }
}

function asTensor(input: DeclaredValue): TensorInput {
  const isRows = input.kind === 'tensor' && (input.shape === undefined || [1, 2].includes(input.shape.length))
  if (!isRows) throw new ContractError('inputs of rows, [N, columns] or [N]', describeValue(input))
  return input
}

/** How many columns an input takes; nothing when it leaves that open. */
function columnsOf({ shape }: TensorInput): number | undefined {
  if (shape?.length === 1) return 1
  const columns = shape?.[1]
  return typeof columns === 'number' ? columns : undefined
}

function share(
  inputs: readonly TensorInput[],
  features: Features,
  signature: Signature,
): { shares: Features[]; notes: string[] } {
  if (signature.inputs) return { shares: asSaid(inputs, features, signature.inputs), notes: [] }
  const [only] = inputs
  if (inputs.length === 1 && only) {
    const columns = columnsOf(only) ?? features.length
    if (columns !== features.length) throw wrongWidth(inputs, features)
    return { shares: [features], notes: [] }
  }
  const named = byName(inputs, features)
  return named ? { shares: named, notes: [] } : inOrder(inputs, features)
}

function asSaid(
  inputs: readonly TensorInput[],
  features: Features,
  said: NonNullable<Signature['inputs']>,
): Features[] {
  const unknown = Object.keys(said).filter((name) => !inputs.some((input) => input.name === name))
  const missing = inputs.filter(({ name }) => said[name] === undefined).map(({ name }) => name)
  if (unknown.length + missing.length > 0) {
    throw new ContractError(
      `"inputs" with ${namesOf(inputs)}`,
      `"inputs" with ${Object.keys(said).join(', ')}`,
    )
  }
  return inputs.map((input) => {
    const names = said[input.name] ?? []
    const columns = columnsOf(input)
    if (columns !== undefined && columns !== names.length) {
      throw new ContractError(`${columns} features for ${describeValue(input)}`, names.join(', '))
    }
    return names.map((name) => {
      const feature = features.find(({ column }) => column.name === name)
      if (feature) return feature
      throw new ContractError(`a feature of this classifier in "inputs"`, JSON.stringify(name))
    })
  })
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '_')

/** A column an input, all of them named as the features are. */
function byName(inputs: readonly TensorInput[], features: Features): Features[] | undefined {
  if (inputs.some((input) => (columnsOf(input) ?? 1) !== 1)) return undefined
  const find = (name: string, same: (a: string, b: string) => boolean) =>
    features.filter(({ column }) => same(column.name, name))
  const shares = inputs.map(({ name }) => {
    const exact = find(name, (a, b) => a === b)
    return exact.length === 1 ? exact : find(name, (a, b) => plain(a) === plain(b))
  })
  const found = shares.filter((own) => own.length === 1).length
  if (found === 0) return undefined
  if (found < inputs.length || inputs.length !== features.length) throw wrongNames(inputs, features, shares)
  return shares
}

/** The first input takes as many features as it is wide, the next one those after them. */
function inOrder(
  inputs: readonly TensorInput[],
  features: Features,
): { shares: Features[]; notes: string[] } {
  let at = 0
  const shares = inputs.map((input) => {
    const columns = columnsOf(input)
    if (columns === undefined) throw unclear(inputs)
    at += columns
    return features.slice(at - columns, at)
  })
  if (at !== features.length) throw wrongWidth(inputs, features)
  const said = inputs.map(
    ({ name }, i) => `${name}: ${(shares[i] ?? []).map(({ column }) => column.name).join(', ')}`,
  )
  return { shares, notes: [`the inputs take the features in their order (${said.join('; ')})`] }
}

const namesOf = (inputs: readonly TensorInput[]) => inputs.map(({ name }) => name).join(', ')
const linesFor = (inputs: readonly TensorInput[]) =>
  `{ ${inputs.map(({ name }) => `${JSON.stringify(name)}: [ … ]`).join(', ')} }`
const describeAll = (inputs: readonly TensorInput[]) => inputs.map(describeValue).join(', ')

function wrongWidth(inputs: readonly TensorInput[], features: Features) {
  const count = features.length
  return new ContractError(
    inputs.length === 1 ? `an input of ${count} columns, one a feature` : `inputs of ${count} columns in all`,
    describeAll(inputs),
    {
      advice:
        'write "features": [ … ] in its entry if it takes some of them only, in the order of its columns',
    },
  )
}

function unclear(inputs: readonly TensorInput[]) {
  return new ContractError('inputs whose features are known', describeAll(inputs), {
    advice: `say which features go where: "inputs": ${linesFor(inputs)}`,
  })
}

function wrongNames(inputs: readonly TensorInput[], features: Features, shares: readonly Features[]) {
  const names = features.map(({ column }) => column.name)
  const strangers = inputs.filter((_, i) => shares[i]?.length !== 1).map(({ name }) => name)
  if (strangers.length > 0) {
    return new ContractError(`inputs named ${names.join(', ')}`, namesOf(inputs), {
      advice: `${strangers.join(', ')}: no feature has this name; rename the feature, or write "inputs": { … }`,
    })
  }
  const taken = shares.flatMap((own) => own.map(({ column }) => column.name))
  return new ContractError(`${names.length} inputs, one a feature`, `${inputs.length}: ${namesOf(inputs)}`, {
    advice: `write "features": ${JSON.stringify(taken)} in its entry`,
  })
}

const WHOLE = new Set<ElementType>(['int64', 'uint64', 'int32', 'uint32', 'int16', 'uint16', 'int8', 'uint8'])

function refuseMisfit(
  input: TensorInput,
  { name, kind, mayBeMissing }: Column,
  inputs: readonly TensorInput[],
) {
  const other = inputs.length > 1 ? `; if it goes to another input, write "inputs": ${linesFor(inputs)}` : ''
  const refuse = (expected: string, advice: string) => {
    const found = `${name}: ${kind}${mayBeMissing ? ', may be missing' : ''}`
    throw new ContractError(expected, found, { advice: advice + other })
  }
  const takes = `features for ${describeValue(input)}`
  if (input.type === 'string') {
    if (kind !== 'category' && kind !== 'text') refuse(takes, `make ${name} a category or a text`)
    return
  }
  if (kind === 'text') refuse(takes, `the model takes numbers for ${name}; make it a category or a number`)
  if (input.type === 'bool' && kind !== 'boolean') refuse(takes, `make ${name} a boolean`)
  const isWhole = WHOLE.has(input.type)
  if (isWhole && kind === 'number') refuse(takes, `make ${name} an integer: the model takes whole numbers`)
  if ((isWhole || input.type === 'bool') && mayBeMissing) {
    refuse(takes, `${name} may not be missing: ${input.type} has no gaps; export the model for floats`)
  }
}
