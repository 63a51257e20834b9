import { rm } from 'node:fs/promises'
import { ContractError } from '@sepal/classifier/model'
import { ManifestError } from '@sepal/ensemble'
import { AddError } from './add-error.ts'
import type { Refused } from './addition.ts'
import type { Brought } from './model-copy.ts'

/** What is wrong with one model; another may be right. */
const REFUSALS = [AddError, ContractError, ManifestError]

/** Does the work for each model, and goes on after one that cannot be served, whose copy is taken back. */
export async function each<T extends Pick<Brought, 'file' | 'copies'>, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
) {
  const done: R[] = []
  const refused: Refused[] = []
  for (const item of items) {
    try {
      done.push(await work(item))
    } catch (error) {
      if (!(error instanceof Error && REFUSALS.some((kind) => error instanceof kind))) throw error
      await Promise.all(item.copies.map((copy) => rm(copy)))
      refused.push({ file: item.file, reason: error })
    }
  }
  return { done, refused }
}
