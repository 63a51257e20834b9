import type { TableSample } from './column-guess.ts'
import type { CombineProposal } from './combine-proposal.ts'

export type AddOptions = {
  /** the folder with `ensemble.json`, which is written where there is none */
  folder: string
  /** of the classifier; the file's by default. For one model only */
  name?: string | undefined
  /** for one model only */
  port?: number | undefined
  /** names of the classes, in the order of the models' columns */
  classes?: readonly string[] | undefined
  /** the features that they take, in the order of the models' columns */
  features?: readonly string[] | undefined
  /** a table with the columns that they take */
  data?: TableSample | undefined
}

/** A classifier that was written. */
export type Added = { file: string; name: string; entry: object; notes: string[] }
/** A model that cannot be served as it is, and why. */
export type Refused = { file: string; reason: Error }
export type Addition = {
  added: Added[]
  refused: Refused[]
  isNew: boolean
  /** of a new manifest with several models */
  combine: CombineProposal | undefined
}
