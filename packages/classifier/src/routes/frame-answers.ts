import {
  decodeFrame,
  encodeFrame,
  type Frame,
  MAX_DETAIL,
  type Numbers,
  type SocketAnswer,
  SocketRequest,
} from '@sepal/ensemble'
import { microseconds } from '@sepal/server'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import type { ClassifierDeps } from '../deps.ts'
import { NO_TEXTS, type Prediction } from '../model/rows.ts'
import type { ProblemCode } from '../problems.ts'
import { queueProblem } from '../queue/queue-problem.ts'
import { numbersFault } from './numbers-fault.ts'

const isRequest = TypeCompiler.Compile(SocketRequest)

/** A call of the proxy: `[rows, F]` numbers, and who waits for them. */
export type PredictCall = {
  request: SocketRequest & { kind: 'predict' }
  numbers: Numbers
  /** whether somebody still waits; the call's own deadline aside */
  isWanted: () => boolean
}

export type FrameAnswer =
  | { is: 'answered'; frame: Frame<SocketAnswer>; line: object }
  | { is: 'refused'; code: ProblemCode; detail: string }

/** Answers the proxy's calls, whichever way their frames come. The numbers of a frame become the model's tensor where they lie. */
export function frameAnswers({ name, codec, queue, maxCallRows, log }: ClassifierDeps) {
  const width = codec.features.length
  const faultOf = ({ request, numbers }: PredictCall) => {
    const { rows, texts = NO_TEXTS } = request
    if (rows > maxCallRows || numbers.length !== rows * width) {
      return `${numbers.length} numbers for ${rows} rows of ${width}, at most ${maxCallRows}`
    }
    return numbersFault({ numbers, texts }, codec.features)
  }
  return async (call: PredictCall): Promise<FrameAnswer> => {
    const { id, rows, timeoutMs, requestIds, texts = NO_TEXTS } = call.request
    const startedAt = performance.now()
    const fault = faultOf(call)
    if (fault !== undefined) return { is: 'refused', code: 'invalid-request', detail: fault }
    try {
      const isWanted = () => call.isWanted() && performance.now() - startedAt < timeoutMs
      const prediction = await queue.predict({ numbers: call.numbers, texts }, isWanted)
      const { failed } = prediction
      const outcome = failed.length > 0 ? { unanswerable: failed.length, first: failed[0]?.detail } : {}
      const ms = microseconds(performance.now() - startedAt)
      const line = { requestIds: requestIds.join(' '), rows, ms, ...outcome }
      return { is: 'answered', frame: frameOf(name, id, prediction), line }
    } catch (error) {
      const expected = queueProblem(error)
      if (expected) return { is: 'refused', ...expected }
      log.error({ requestIds: requestIds.join(' '), err: error }, 'prediction failed')
      return {
        is: 'refused',
        code: 'internal',
        detail: 'this is a fault of the classifier; its log has the cause',
      }
    }
  }
}

function frameOf(classifier: string, id: number, { numbers, failed }: Prediction): Frame<SocketAnswer> {
  const head = {
    kind: 'prediction' as const,
    id,
    classifier,
    ...(numbers instanceof Float64Array && { dtype: 'float64' as const }),
    ...(failed.length > 0 && {
      failed: failed.map(({ row, detail }) => ({ row, detail: detail.slice(0, MAX_DETAIL) })),
    }),
  }
  return encodeFrame<SocketAnswer>(head, numbers.length, (out) => out.set(numbers))
}

/** Reads what is promised to be a frame, and may be anything. */
export function readRequest(message: Frame<SocketRequest>) {
  if (!(message instanceof Uint8Array)) return undefined
  try {
    const request = decodeFrame(message)
    return isRequest.Check(request.head) ? request : undefined
  } catch {
    return undefined
  }
}
