import './telemetry-off.ts'
import type { ElementType, OnnxModel } from '@sepal/onnx'
import * as ort from 'onnxruntime-node'
import { ContractError } from './contract-error.ts'
import type { ModelSource } from './model-source.ts'
import type { TensorData } from './tensor-data.ts'

export const onnxruntimeVersion: string = ort.env.versions.node ?? 'unknown'

/** A tensor for the model: its memory must be of the type's own kind. */
export type Feed = { type: ElementType; data: TensorData; dims: readonly number[] }

export type Feeds = Readonly<Record<string, Feed>>

/** What the model gives for one of its outputs. */
export type Result = { data: TensorData; dims: readonly number[] }

/** A model in ONNX Runtime. */
export type Session = {
  /** what was changed to load it, each in one sentence */
  repairs: readonly string[]
  /** @param outputs all of them tensors */
  run(feeds: Feeds, outputs: readonly string[]): Promise<Record<string, Result>>
  /** The same for one output. */
  runFor(feeds: Feeds, output: string): Promise<Result>
  release(): Promise<void>
}

/** Locales that a machine without any other has, the one with the better rules first. */
const LOCALES = ['C.UTF-8', 'C']

/**
 * Loads a model; one whose texts want a locale that this machine lacks gets another.
 * @throws ContractError with what ONNX Runtime says
 */
export async function openSession({ file, onnx, weights }: ModelSource): Promise<Session> {
  let failure: unknown
  for (const attempt of [onnx, ...LOCALES]) {
    const model = typeof attempt === 'string' ? onnx.withLocale(attempt) : attempt
    if (model === undefined) break
    try {
      return sessionOf(await create(model, weights), model.repairs)
    } catch (error) {
      failure = error
      if (!/locale/i.test(String(error))) break
    }
  }
  const reason = failure instanceof Error ? failure.message : String(failure)
  throw new ContractError(`a model in ${file} that ONNX Runtime ${onnxruntimeVersion} can load`, reason, {
    cause: failure,
    advice: adviceFor(reason),
  })
}

function create({ bytes }: OnnxModel, weights: ModelSource['weights']): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(bytes, {
    // One thread: a row takes microseconds, and the classifiers share the machine with each other.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // What it would write to the console it also throws.
    logSeverityLevel: 4,
    ...(weights.length > 0 && { externalData: weights }),
  })
}

function sessionOf(session: ort.InferenceSession, repairs: readonly string[]): Session {
  return {
    repairs,
    runFor: async (feeds, output) => {
      const values = await session.run(tensorsOf(feeds), [output])
      return resultOf(output, values[output])
    },
    run: async (feeds, outputs) => {
      const values = await session.run(tensorsOf(feeds), outputs)
      const results: Record<string, Result> = {}
      for (const name of outputs) results[name] = resultOf(name, values[name])
      return results
    },
    release: () => session.release(),
  }
}

function tensorsOf(feeds: Feeds): Record<string, ort.Tensor> {
  const tensors: Record<string, ort.Tensor> = {}
  for (const name in feeds) {
    const feed = feeds[name]
    if (feed) tensors[name] = tensorOf(feed)
  }
  return tensors
}

function tensorOf({ type, data, dims }: Feed): ort.Tensor {
  if (data instanceof Float32Array && type === 'float32') return new ort.Tensor('float32', data, dims)
  // The constructor has an overload for each type; which of them it is is known only here.
  return new ort.Tensor(type as 'float32', data as Float32Array, dims)
}

function resultOf(name: string, value: ort.OnnxValue | undefined): Result {
  if (!(value instanceof ort.Tensor)) throw new TypeError(`the output ${name} is no tensor`)
  return { data: value.data as TensorData, dims: value.dims }
}

function adviceFor(reason: string): string | undefined {
  if (/com\.microsoft:.*is not a registered/.test(reason)) {
    return 'ONNX Runtime itself lacks this operator: use a model that exports without it'
  }
  if (/opset|IR version|is not a registered function\/op|No Op registered/i.test(reason)) {
    return 'export it for an older operator set, such as target_opset=17'
  }
  return undefined
}
