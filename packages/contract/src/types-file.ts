import { type Contract, contractOf, isContract, isObject } from './contract.ts'

/** What begins the line of a file of types that keeps the contract, for `--check`. */
const KEPT = '// contract '

/** The declarations of an ensemble, for `createClient<Ensemble>(address)`. */
export function typesFile(contract: Contract, origin: string): string {
  return `// ${origin}; made again by the same command.
${KEPT}${JSON.stringify(contract)}

/** The ensemble, for \`createClient<Ensemble>(address)\` of @sepal/client. */
export type Ensemble = ${typeOf(contract, '')}
`
}

/**
 * The contract in the text of a file: of types, of a contract as JSON, or an `ensemble.json`.
 * @returns undefined if there is none
 */
export function contractIn(text: string): Contract | undefined {
  const kept = text.split('\n').find((line) => line.startsWith(KEPT))
  try {
    const value: unknown = JSON.parse(kept?.slice(KEPT.length) ?? text)
    return isContract(value) ? contractOf(value) : undefined
  } catch {
    return undefined
  }
}

/** The type of a value as an import of JSON has it: keys are literal, values are not. */
function typeOf(value: unknown, indent: string): string {
  if (Array.isArray(value)) return `${value.length === 0 ? 'unknown' : typeOf(value[0], indent)}[]`
  if (!isObject(value)) return value === null ? 'null' : typeof value
  const members = Object.entries(value).map(
    ([key, member]) => `${indent}  ${propertyName(key)}: ${typeOf(member, `${indent}  `)}\n`,
  )
  return members.length === 0 ? '{}' : `{\n${members.join('')}${indent}}`
}

const propertyName = (key: string) => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key))
