import './telemetry-off.ts'
import { basename } from 'node:path'
import * as ort from 'onnxruntime-node'
import { ContractError } from './contract-error.ts'
import type { Model, Shape } from './model.ts'

export const onnxruntimeVersion: string = ort.env.versions.node ?? 'unknown'

/** How far beyond [0, 1] float32 rounding may carry a probability; sums of many trees do reach 1.0000001. */
const ROUNDING = 1e-5

/**
 * Loads an ONNX model and finds its input and its output of probabilities, whatever their names are.
 * @throws ContractError showing what was expected and what was found
 */
export async function loadModel(path: string, shape: Shape): Promise<Model> {
  const file = Bun.file(path)
  if (!(await file.exists())) throw new ContractError(`a model at ${path}`, 'no such file')
  const bytes = await file.bytes()
  const session = await createSession(bytes, path)
  try {
    const input = findInput(session, shape)
    const output = findOutput(session, shape)
    return {
      file: basename(path),
      sha256: new Bun.CryptoHasher('sha256').update(bytes).digest('hex'),
      input,
      output,
      predict: async (rows) => {
        const tensor = new ort.Tensor('float32', rows, [rows.length / shape.features, shape.features])
        const answer = (await session.run({ [input]: tensor }, [output]))[output]?.data
        if (!(answer instanceof Float32Array)) throw new TypeError(`${output} is not float32`)
        return clampRounding(answer, (rows.length / shape.features) * shape.classes)
      },
      release: () => session.release(),
    }
  } catch (error) {
    await session.release()
    throw error
  }
}

async function createSession(bytes: Uint8Array, path: string): Promise<ort.InferenceSession> {
  try {
    // One thread: a row takes microseconds, and the classifiers share the machine with each other.
    return await ort.InferenceSession.create(bytes, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
    })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ContractError(`an ONNX model in ${basename(path)}`, reason, { cause })
  }
}

function findInput(session: ort.InferenceSession, { features }: Shape): string {
  const expected = `one input of float32 [N, ${features}]`
  const found = session.inputMetadata.map(describe).join(', ')
  const [input, ...others] = session.inputMetadata
  if (input === undefined || others.length > 0 || !isMatrix(input, features)) {
    throw new ContractError(expected, found)
  }
  return input.name
}

function findOutput(session: ort.InferenceSession, { classes }: Shape): string {
  const output = session.outputMetadata.find((candidate) => isMatrix(candidate, classes))
  if (output === undefined) {
    const sequences = session.outputMetadata.some(({ isTensor }) => !isTensor)
    const advice = sequences ? '; export a scikit-learn model with zipmap=False' : ''
    throw new ContractError(
      `an output of float32 [N, ${classes}] with the probabilities`,
      session.outputMetadata.map(describe).join(', ') + advice,
    )
  }
  return output.name
}

/** Float32 of two axes: rows, of which the model must take any number, and `width`, which it may leave open. */
function isMatrix(value: ort.InferenceSession.ValueMetadata, width: number): boolean {
  if (!value.isTensor || value.type !== 'float32') return false
  const [rows, columns] = value.shape
  return (
    value.shape.length === 2 && typeof rows === 'string' && (columns === width || typeof columns === 'string')
  )
}

function describe(value: ort.InferenceSession.ValueMetadata): string {
  if (!value.isTensor) return `${value.name}: not a tensor`
  return `${value.name}: ${value.type} [${value.shape.map((axis) => axis || 'N').join(', ')}]`
}

function clampRounding(answer: Float32Array, expectedLength: number): Float32Array {
  if (answer.length !== expectedLength) {
    throw new RangeError(`the model gave ${answer.length} numbers, expected ${expectedLength}`)
  }
  for (let i = 0; i < answer.length; i++) {
    const value = answer[i] ?? Number.NaN
    if (value >= 0 && value <= 1) continue
    if (!(value >= -ROUNDING && value <= 1 + ROUNDING)) {
      throw new RangeError(`the model gave ${value}, expected a probability in [0, 1]`)
    }
    answer[i] = value < 0 ? 0 : 1
  }
  return answer
}
