import { type DeclaredValue, describeValue } from '@sepal/onnx'
import type { AnswerReader } from './answer-reader.ts'
import { readNumbers } from './answer-reader.ts'
import { matchClasses } from './class-order.ts'
import { ContractError } from './contract-error.ts'
import { feedWriter } from './feeds.ts'
import { type Binding, bindInputs } from './input-binding.ts'
import { labelsReader } from './labels.ts'
import type { ModelSource } from './model-source.ts'
import { chooseOutput } from './output-choice.ts'
import { probabilitiesReader } from './probabilities.ts'
import type { Rows } from './rows.ts'
import type { Session } from './session.ts'
import type { Signature } from './signature.ts'

/** How a model is asked and its answer read: found once, and then the same in every thread. */
export type Plan = {
  /** of the model that it was found for */
  sha256: string
  bindings: readonly Binding[]
  output: string
  /** the classes of that output by the model's own names, in the order of its columns or as it counts them */
  classes: readonly string[] | undefined
  /** whether one number answers a row */
  isSingle: boolean
  /** whether each row must be asked by itself */
  rowByRow: boolean
  /** what was decided, each in one sentence */
  notes: readonly string[]
}

/**
 * Finds which features go to which input, which output has the answer and what its columns are.
 * @throws ContractError when the model does not fit the manifest, or when more than one way is possible
 */
export async function findPlan(source: ModelSource, session: Session, signature: Signature): Promise<Plan> {
  const { onnx, sha256 } = source
  const { bindings, notes } = bindInputs(onnx.inputs, signature)
  const tensors = onnx.outputs.filter(({ kind }) => kind === 'tensor')
  const observed = await observe(
    session,
    feedWriter(bindings, signature.columns.length)(sampleOf(signature)),
    {
      outputs: tensors.map(({ name }) => name),
      sample: signature.sample.numbers,
    },
  )
  const output = chooseOutput(onnx.outputs, observed, signature)
  const classes = classesOf(source, output, signature)
  refuseLostOrder(classes, signature)
  const isSingle = observed[output.name]?.data.length === 1
  return {
    sha256,
    bindings,
    output: output.name,
    classes,
    isSingle,
    rowByRow: false,
    notes: [...onnx.notes, ...notes],
  }
}

/** Names that are whole numbers come first from any JSON parser: without the model's own names, which is which is lost. */
function refuseLostOrder(said: readonly string[] | undefined, { answer }: Signature) {
  if (said !== undefined || answer.kind !== 'probabilities' || answer.isOrderKept) return
  const names = answer.classes.join(', ')
  throw new ContractError('classes whose order JSON keeps, as the model does not name them', names, {
    advice: 'give them names that are not whole numbers, in the order of the columns',
  })
}

/** The manifest's sample, `[1, F]`. */
export function sampleOf({ sample }: Signature): Rows {
  return { numbers: Float64Array.from(sample.numbers), texts: sample.texts }
}

async function observe(
  session: Session,
  feeds: Parameters<Session['run']>[0],
  { outputs, sample }: { outputs: string[]; sample: readonly number[] },
) {
  try {
    return await session.run(feeds, outputs)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ContractError(`an answer to the sample [${sample.join(', ')}]`, reason, { cause })
  }
}

/** The names of the classes as the model says them, from the output itself or from the labels beside it. */
function classesOf(
  { onnx }: ModelSource,
  output: DeclaredValue,
  { answer }: Signature,
): readonly string[] | undefined {
  if (answer.kind === 'label') {
    const isCount = (output.kind === 'tensor' && output.type === 'bool') || onnx.countsClasses(output.name)
    const counted = isCount ? answer.classes.map((_, place) => String(place)) : undefined
    return onnx.classNames(output.name) ?? counted
  }
  if (answer.kind !== 'probabilities') return undefined
  const own = onnx.classNames(output.name)
  const beside = onnx.outputs
    .filter(({ name }) => name !== output.name)
    .flatMap(({ name }) => [onnx.classNames(name)])
    .find((names) => names?.length === answer.classes.length)
  // What a label picks from is the outermost list: inside, an ensemble counts its classes.
  return beside ?? own
}

/** How the answers of a model with this plan are read, and what is to be said of it. */
export function readerOf(
  { answer }: Signature,
  plan: Plan,
): { read: AnswerReader; note: string | undefined } {
  switch (answer.kind) {
    case 'probabilities': {
      const { order, note } = plan.classes ? matchClasses(answer.classes, plan.classes) : { order: [] }
      const isSame = order.every((from, to) => from === to)
      const options = {
        order: isSame ? undefined : order,
        classes: answer.classes.length,
        logits: answer.logits,
      }
      return { read: probabilitiesReader(options), note }
    }
    case 'label':
      return labelsReader(answer.classes, plan.classes)
    default:
      return { read: readNumbers, note: undefined }
  }
}

export const describeOutput = (outputs: readonly DeclaredValue[], name: string) => {
  const output = outputs.find((candidate) => candidate.name === name)
  return output ? describeValue(output) : name
}
