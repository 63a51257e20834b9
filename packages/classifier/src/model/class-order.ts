import { ContractError } from './contract-error.ts'

/** Which of the model's classes stands at each of the manifest's places; and how that was decided, if it must be said. */
export type ClassOrder = { order: number[]; note?: string }

/**
 * Matches the classes that a model names with those of the manifest, by name. Whole numbers from 0, which are no names
 * of the manifest's, are places: so scikit-learn counts what was encoded.
 * @throws ContractError showing both when they contradict each other
 */
export function matchClasses(expected: readonly string[], said: readonly string[]): ClassOrder {
  const names = boolean(expected, said) ?? said
  const order = expected.map((name) => names.indexOf(name))
  if (said.length === expected.length && !order.includes(-1)) {
    const isSame = order.every((from, to) => from === to)
    if (isSame) return { order }
    return {
      order,
      note: `its classes ${said.join(', ')} are matched by name, in the order of ensemble.json`,
    }
  }
  const arePlaces = said.length === expected.length && said.every((name, place) => name === String(place))
  if (arePlaces && order.every((from) => from === -1)) {
    const pairs = expected.map((name, place) => `${place} is ${name}`).join(', ')
    return {
      order: expected.map((_, place) => place),
      note: `it counts its classes, taken by place: ${pairs}`,
    }
  }
  throw new ContractError(`the classes ${list(expected)}`, `the model's own are ${list(said)}`, {
    advice: `write ${JSON.stringify(Object.fromEntries(said.map((name) => [name, {}])))}, or export another model`,
  })
}

/** 0 and 1 for classes that are called false and true, in whichever order. */
function boolean(expected: readonly string[], said: readonly string[]): string[] | undefined {
  if (said.join() !== '0,1' || expected.length !== 2) return undefined
  const places = ['false', 'true'].map((word) => expected.find((name) => name.toLowerCase() === word))
  const [no, yes] = places
  return no !== undefined && yes !== undefined ? [no, yes] : undefined
}

const list = (names: readonly string[]) => names.map((name) => JSON.stringify(name)).join(', ')
