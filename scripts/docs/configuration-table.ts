import { markdownTable } from './markdown-table.ts'

/** The part of an option's TypeBox schema that a table shows. */
export type Option = {
  description?: string
  type?: string
  default?: unknown
  minimum?: number
  maximum?: number
  anyOf?: readonly { const?: unknown }[]
}

/** The options of a server as a TypeBox schema. */
export type Options = { properties: Readonly<Record<string, Option>>; required?: readonly string[] }

/** A row that is not an option of a schema. */
export type ConfigurationRow = [variable: string, fallback: string, values: string, meaning: string]

const HEAD: ConfigurationRow = ['Variable', 'Default', 'Values', 'Meaning']

/** A table of options: those of a schema that `isShown` picks, then further rows. */
export function configurationTable(
  { properties, required = [] }: Options,
  isShown: (name: string) => boolean,
  furtherRows: readonly ConfigurationRow[] = [],
): string {
  const shown = Object.entries(properties).filter(([name]) => isShown(name))
  const rows = shown.map(([name, option]): ConfigurationRow => {
    const fallback = fallbackOf(option, required.includes(name))
    return [code(name), fallback, valuesOf(option), option.description ?? '']
  })
  return markdownTable([HEAD, ...rows, ...furtherRows])
}

function fallbackOf(option: Option, isRequired: boolean): string {
  if (option.default === undefined) return isRequired ? 'must be set' : 'not set'
  return option.default === '' ? 'empty' : code(option.default)
}

function valuesOf({ type, minimum, maximum, anyOf }: Option): string {
  if (anyOf) return anyOf.map(({ const: value }) => code(value)).join(', ')
  if (type === 'boolean') return '`true`, `false`'
  if (type === 'string') return 'text'
  const kind = type === 'integer' ? 'whole number' : 'number'
  if (maximum !== undefined) return `${kind}, ${minimum ?? 'any'} to ${maximum}`
  return minimum === undefined ? kind : `${kind}, at least ${minimum}`
}

const code = (value: unknown) => `\`${value}\``
