import { type Contract, contractOf, type Ensemble, isObject } from './contract.ts'

/** The header of every answer of a proxy: the fingerprint of what it serves. */
export const CONTRACT_HEADER = 'sepal-contract'

/**
 * A short hash of what callers depend on: 64-bit FNV-1a, 16 hexadecimal digits. Numbers (ranges, thresholds) do not
 * count, nor does the order of names, except where it is that of an array: the features of a row, the classes of
 * probabilities.
 */
export function fingerprintOf(ensemble: Ensemble): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(canonical(contractOf(ensemble)))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  }
  return hash.toString(16).padStart(16, '0')
}

function canonical({ features, ...others }: Contract): string {
  const inOrder = Object.entries(features).map(([name, entry]) => [name, sorted(entry)])
  return JSON.stringify([inOrder, sorted(others)])
}

function sorted(value: unknown, name = ''): unknown {
  if (typeof value === 'number') return 0
  if (Array.isArray(value)) return value.map((item) => sorted(item))
  if (!isObject(value)) return value
  const members = Object.entries(value).map(([key, member]) => [key, sorted(member, key)] as const)
  return name === 'probabilities' ? members : members.sort(([one], [other]) => (one < other ? -1 : 1))
}
