import { ContractError, openClassifier } from '@sepal/classifier/model'
import { checkManifest, type Manifest } from '@sepal/ensemble'
import { AddError } from './add-error.ts'
import { madeUp, type OutputEntry } from './output-proposal.ts'

/** A manifest without its classifiers. */
export type Frame = Pick<Manifest, 'name' | 'features' | 'sample' | 'classifiers'> & { combine: object }

type Proposal = { name: string; base: { model: string; port: number }; outputs: readonly OutputEntry[] }

export async function firstThatFits(folder: string, frame: Frame, { name, base, outputs }: Proposal) {
  let refusal: ContractError | undefined
  for (const output of outputs) {
    const entry = { ...base, ...output }
    // Only this classifier is tried: the others' combination is not its concern.
    const manifest: unknown = { ...frame, classifiers: { [name]: entry }, combine: { none: {} } }
    checkManifest(manifest)
    try {
      const { model } = await openClassifier(folder, manifest, name)
      await model.release()
      return { entry, notes: [...model.repairs, ...model.notes, ...guessesIn(output, refusal)] }
    } catch (error) {
      if (!(error instanceof ContractError)) throw error
      refusal ??= error
    }
  }
  throw refusal ?? new AddError('the model has no output that is an answer; say its classes with --classes')
}

/** What was guessed, and the reader may know better. */
function guessesIn(output: OutputEntry, refusal: ContractError | undefined): string[] {
  const [classes = {}] = [output.probabilities, output.label].filter((entry) => entry !== undefined)
  const notes: string[] = []
  if (Object.hasOwn(classes, madeUp(0))) {
    notes.push('the model does not name its classes: rename class_0, class_1, … or use --classes')
  }
  if (output.logits !== undefined && refusal !== undefined) {
    notes.push('its numbers are no probabilities, and are read as logits: if they are not, mend the entry')
  }
  return notes
}
