import { describeValue } from '@sepal/onnx'
import { ContractError } from './contract-error.ts'
import { feedWriter } from './feeds.ts'
import type { Model } from './model.ts'
import { type ModelSource, readModelSource } from './model-source.ts'
import { describeOutput, findPlan, type Plan, readerOf, sampleOf } from './plan.ts'
import { examine, refuseProbabilities } from './row-independence.ts'
import { isolateRows } from './row-isolation.ts'
import { joinPredictions, type Prediction, type Rows, sliceRows } from './rows.ts'
import { openSession, type Session } from './session.ts'
import { type Signature, widthOf } from './signature.ts'

/** A model and how it is asked, which threads can be given. */
export type LoadedModel = Model & { readonly plan: Plan }

/**
 * Loads an ONNX model, repairs it in memory and finds how the manifest's features and answers fit its inputs and
 * outputs, whatever their names are.
 * @param known how it is asked, when that was found out before
 * @throws ContractError showing what was expected and what was found
 */
export async function loadModel(path: string, signature: Signature, known?: Plan): Promise<LoadedModel> {
  const source = await readModelSource(path)
  if (known && known.sha256 !== source.sha256) {
    throw new ContractError(
      `the model of the start, SHA-256 ${known.sha256}`,
      `${source.file} was changed since`,
    )
  }
  const session = await openSession(source)
  try {
    const plan = known ?? (await planFor(source, session, signature))
    return modelOf({ source, session, signature, plan })
  } catch (error) {
    await session.release()
    throw error
  }
}

type Parts = { source: ModelSource; session: Session; signature: Signature; plan: Plan }

async function planFor(source: ModelSource, session: Session, signature: Signature): Promise<Plan> {
  const plan = await findPlan(source, session, signature)
  const { answer } = signature
  if (answer.kind === 'probabilities' && answer.logits && !plan.isSingle) {
    const asGiven = { ...signature, answer: { ...answer, logits: false } }
    await refuseProbabilities(runOf({ source, session, signature: asGiven, plan }), signature)
  }
  const ask = (rows: Rows) => runOf({ source, session, signature, plan })(rows)
  return { ...plan, ...(await examine(ask, signature, source.onnx.fixedBatch)) }
}

/** One inference: rows to tensors, and the answer's tensor to numbers. */
function runOf({ session, signature, plan }: Parts): (rows: Rows) => Promise<Prediction> {
  const features = signature.columns.length
  const feeds = feedWriter(plan.bindings, features)
  const { read } = readerOf(signature, plan)
  return async (rows) => read(await session.runFor(feeds(rows), plan.output), rows.numbers.length / features)
}

function modelOf(parts: Parts): LoadedModel {
  const { source, session, signature, plan } = parts
  const features = signature.columns.length
  const width = widthOf(signature.answer)
  const run = plan.rowByRow ? rowByRow(runOf(parts), features, width) : runOf(parts)
  const { note } = readerOf(signature, plan)
  const isolation = { features, width, sound: () => run(sampleOf(signature)) }
  return {
    file: source.file,
    sha256: source.sha256,
    inputs: source.onnx.inputs.map(describeValue),
    output: describeOutput(source.onnx.outputs, plan.output),
    repairs: session.repairs,
    notes: [...plan.notes, ...(note === undefined ? [] : [note])],
    takesFloat32: plan.bindings.every(({ type, columns }) => holdsFloat32(type, columns)),
    plan,
    predict: (rows) => isolateRows(run, rows, isolation),
    release: () => session.release(),
  }
}

/** Whether float32 loses nothing on the way to an input: it is no wider, or takes places, which are small. */
function holdsFloat32(type: Plan['bindings'][number]['type'], columns: Plan['bindings'][number]['columns']) {
  const isNarrow = ['float32', 'float16', 'bool', 'string', 'int8', 'uint8', 'int16', 'uint16'].includes(type)
  return isNarrow || columns.every(({ column }) => column.kind === 'category' || column.kind === 'boolean')
}

function rowByRow(run: (rows: Rows) => Promise<Prediction>, features: number, width: number) {
  return async (rows: Rows) => {
    const answers: Prediction[] = []
    for (let row = 0; row < rows.numbers.length / features; row++) {
      answers.push(await run(sliceRows(rows, row, row + 1, features)))
    }
    return joinPredictions(answers, width)
  }
}
