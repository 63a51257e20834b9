import { type TSchema, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

const item = (schema: TSchema, example: string) => Type.Array(schema, { description: `a list of ${example}` })
const numbers = (...names: string[]) =>
  Type.Object(Object.fromEntries(names.map((name) => [name, Type.Number()])))

/** The figures that the console draws, if a card has them. It may have any other member. */
const figures: Readonly<Record<string, TSchema>> = {
  calibrationCurve: item(
    numbers('rows', 'meanProba', 'ownShare'),
    '{ "rows": 30, "meanProba": 0.1, "ownShare": 0.12 }',
  ),
  errorDistribution: item(numbers('from', 'to', 'rows'), '{ "from": -1, "to": 1, "rows": 40 }'),
  predictedAgainstActual: item(
    Type.Tuple([Type.Number(), Type.Number()]),
    '[actual, predicted], as [3, 2.9]',
  ),
}

/** What is wrong with the figures of a card, a sentence for each that cannot be drawn as it is. */
export function figureFaults(card: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(figures).flatMap(([name, schema]) => {
    const fault = card[name] === undefined ? undefined : Value.Errors(schema, card[name]).First()
    if (fault === undefined) return []
    const place = name + fault.path.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')
    const found = JSON.stringify(fault.value)?.slice(0, MAX_SHOWN) ?? 'missing'
    return [`${place} is ${found}, expected ${schema.description}`]
  })
}

/** How much of a value is repeated, characters. */
const MAX_SHOWN = 60
