import { basename } from 'node:path'
import { ContractError } from '@sepal/classifier/model'
import type { Addition } from './addition.ts'

/**
 * What was added and what was not, as it is printed.
 * @param where the manifest, as the reader sees it
 */
export function formatAddition({ added, refused, isNew, combine }: Addition, where: string): string {
  const several = added.length + refused.length > 1
  const lines = added.flatMap(({ file, name, entry, notes }, i) => [
    `${name} is in ${where}${isNew && i === 0 ? ', which is new' : ''}: ${JSON.stringify(entry)}`,
    ...notes.map((note) => (several ? `- ${basename(file)}: ${note}` : `- ${note}`)),
  ])
  const left = refused.map(({ file, reason }) => `${basename(file)} is left out: ${reasonOf(reason)}`)
  return [...lines, ...left, ...(combine === undefined ? [] : [`combine is ${combine.why}`])].join('\n')
}

function reasonOf(reason: Error): string {
  if (!(reason instanceof ContractError)) return reason.message
  const { expected, found, advice } = reason
  return `expected ${expected}, found ${found}${advice === undefined ? '' : `; to do: ${advice}`}`
}
