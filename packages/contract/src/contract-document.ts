import type { WireDocument } from './changes.ts'
import { type Contract, isObject } from './contract.ts'
import type { Schema } from './schema-fit.ts'

type Entry = Contract['features'][string]

const number: Schema = { type: 'number' }
const anyOf = (values: readonly string[]): Schema => ({ enum: values })
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
})

/** What a contract says of the proxy's routes, as far as these differ from ensemble to ensemble. */
export function documentOf(contract: Contract): WireDocument {
  const { path, decision } = decisionOf(contract)
  const responses = (answer: Schema) => ({ responses: { 200: { content: json(answer) } } })
  return {
    info: { version: '' },
    components: { schemas: {} },
    paths: {
      // All routes take the same rows.
      '/predict': {
        post: { requestBody: { content: json(bodyOf(contract)) }, ...responses(answersOf(contract)) },
      },
      ...(path !== undefined && {
        [`/predict/${path}`]: { post: responses(object({ prediction: decision })) },
      }),
    },
  }
}

const json = (schema: Schema) => ({ 'application/json': { schema } })

/** A row by name. How an array row is put together is compared apart: a schema has no names for its places. */
function bodyOf({ features }: Contract): Schema {
  const row = {
    type: 'object',
    properties: mapped(features, featureValue),
    required: Object.keys(features).filter((name) => !mayBeMissing(features[name] ?? {})),
    additionalProperties: false,
  }
  return object({ rows: { type: 'array', items: row } })
}

function featureValue(entry: Entry): Schema {
  const schema = presentValue(entry)
  return mayBeMissing(entry) ? { anyOf: [schema, { type: 'null' }] } : schema
}

function presentValue({ category, integer, boolean, text }: Entry): Schema {
  if (category !== undefined) return anyOf(keys(category))
  if (text !== undefined) return { type: 'string' }
  if (boolean !== undefined) return { type: 'boolean' }
  return integer === undefined ? number : { type: 'integer' }
}

/** A category's `missing` stands beside its tag, where every key inside is a value. */
function mayBeMissing(entry: Entry): boolean {
  return (
    'missing' in entry ||
    Object.entries(entry).some(
      ([tag, options]) => tag !== 'category' && isObject(options) && 'missing' in options,
    )
  )
}

function answersOf({ classifiers }: Contract): Schema {
  return object(mapped(classifiers, (entry) => object({ prediction: answerOf(entry) })))
}

function answerOf({ probabilities, label }: Entry): Schema {
  if (label !== undefined) return anyOf(keys(label))
  if (probabilities === undefined) return number
  const count = keys(probabilities).length
  return { type: 'array', items: number, minItems: count, maxItems: count }
}

type Decided = { path?: string; decision: Schema }

function decisionOf({ classifiers, combine }: Contract): Decided {
  const [tag = 'none', options = {}] = Object.entries(combine)[0] ?? []
  const all = Object.entries(classifiers)
  const labelled = (labels: readonly string[], more: Readonly<Record<string, Schema>> = {}) => ({
    path: 'label',
    decision: object({ label: anyOf(labels), ...more }),
  })
  const voted = (labels: readonly string[]) =>
    labelled(labels, { proba: number, probabilities: object(byName(labels)) })
  const classes = [...new Set(all.flatMap(([, entry]) => classesOf(entry)))].sort()
  switch (tag) {
    case 'none':
      return { decision: {} }
    case 'one-vs-rest':
    case 'one-vs-rest-normalized':
      return labelled(
        all.filter(([, entry]) => 'probabilities' in entry).map(([name]) => name),
        { proba: number },
      )
    case 'soft-vote':
      return voted(keys(all.find(([, entry]) => 'probabilities' in entry)?.[1].probabilities))
    case 'hard-vote':
      return labelled(classes, { votes: object(byName(classes)) })
    case 'at-least':
      return labelled(typeof options.otherwise === 'string' ? [...classes, options.otherwise] : classes, {
        count: number,
      })
    case 'stack':
      if ('probabilities' in options) return voted(keys(options.probabilities))
      if ('label' in options) return labelled(keys(options.label))
      return { path: 'value', decision: object({ value: number }) }
    default:
      if (tag.startsWith('./')) return { path: 'decision', decision: {} }
      return { path: 'value', decision: object(byName(['value', 'min', 'max', 'spread'])) }
  }
}

function classesOf({ probabilities, label, score }: Entry): string[] {
  if (isObject(score)) return [score.below, score.above].filter((side) => typeof side === 'string')
  return keys(probabilities ?? label)
}

const byName = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, number]))

const keys = (options: unknown): string[] => (isObject(options) ? Object.keys(options) : [])

function mapped(entries: Contract['features'], map: (entry: Entry) => Schema) {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, map(entry)]))
}
