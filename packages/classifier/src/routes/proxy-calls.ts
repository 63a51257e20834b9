import { decodeFrame, type Frame, MAX_DETAIL, type SocketAnswer, SocketRequest } from '@sepal/ensemble'
import { microseconds, traceFields } from '@sepal/server'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import type { ClassifierDeps } from '../deps.ts'
import { NO_TEXTS, type Prediction } from '../model/rows.ts'
import { type ProblemCode, problemCodes } from '../problems.ts'
import { queueProblem } from '../queue/queue-problem.ts'
import { numbersFault } from './numbers-fault.ts'
import type { AnswerCall, CallAnswer, PredictCall } from './predict-call.ts'
import { tracedCalls } from './traced-calls.ts'

const isRequest = TypeCompiler.Compile(SocketRequest)
const NO_NUMBERS = new Float32Array()

/** Answers the proxy's calls, over a socket or in its own process. The numbers of a call become the model's tensor where they lie. */
export function proxyCalls({ name, codec, queue, maxCallRows, intake, log, tracer }: ClassifierDeps) {
  const width = codec.features.length
  const faultOf = ({ request, numbers }: PredictCall) => {
    const { rows, texts = NO_TEXTS } = request
    if (rows > maxCallRows || numbers.length !== rows * width) {
      return `${numbers.length} numbers for ${rows} rows of ${width}, at most ${maxCallRows}`
    }
    return numbersFault({ numbers, texts }, codec.features)
  }
  const answer: AnswerCall = async (call, span) => {
    const { id, rows, timeoutMs, requestIds, texts = NO_TEXTS } = call.request
    const startedAt = performance.now()
    const fault = faultOf(call)
    if (fault !== undefined) return refusal(id, 'invalid-request', fault)
    const bytes = callWeight(call)
    if (!intake.budget.take(bytes)) {
      return refusal(id, 'overloaded', 'the calls under way take all the memory that there is for calls')
    }
    try {
      const isWanted = () => call.isWanted() && performance.now() - startedAt < timeoutMs
      const prediction = await queue.predict(
        { numbers: call.numbers, texts },
        { isWanted, isGathered: true, span },
      )
      const { numbers, failed } = prediction
      const tookMs = microseconds(performance.now() - startedAt)
      const outcome = failed.length > 0 ? { unanswerable: failed.length, first: failed[0]?.detail } : {}
      log.debug(lineOf(requestIds, { rows, ms: tookMs, ...outcome, ...traceFields(span) }), 'predicted')
      return { head: headOf(name, { id, tookMs }, prediction), numbers }
    } catch (error) {
      const expected = queueProblem(error)
      if (expected) return refusal(id, expected.code, expected.detail)
      log.error({ requestIds: requestIds.join(' '), ...traceFields(span), err: error }, 'prediction failed')
      return refusal(id, 'internal', 'this is a fault of the classifier; its log has the cause')
    } finally {
      intake.budget.give(bytes)
    }
  }
  return tracer === undefined ? answer : tracedCalls(answer, name, tracer)
}

/** A call's numbers are read, joined with others and answered. */
const COPIES = 4
/** Of a text, as the model takes it. */
const CHARACTER_BYTES = 8

/** How much memory a call may take, bytes. */
function callWeight({ request: { texts }, numbers }: PredictCall): number {
  const characters = texts?.reduce((sum, text) => sum + text.length, 0) ?? 0
  return COPIES * numbers.byteLength + CHARACTER_BYTES * characters
}

/** The ids are only joined if the line is written: there may be hundreds. */
const lineOf = (requestIds: readonly string[], fields: object) => ({
  get requestIds() {
    return requestIds.join(' ')
  },
  ...fields,
})

function headOf(
  classifier: string,
  call: { id: number; tookMs: number },
  { numbers, failed }: Prediction,
): SocketAnswer {
  return {
    kind: 'prediction',
    ...call,
    classifier,
    ...(numbers instanceof Float64Array && { dtype: 'float64' as const }),
    ...(failed.length > 0 && {
      failed: failed.map(({ row, detail }) => ({ row, detail: detail.slice(0, MAX_DETAIL) })),
    }),
  }
}

function refusal(id: number, code: ProblemCode, detail: string): CallAnswer {
  const { status } = problemCodes[code]
  return { head: { kind: 'problem', id, status, code, detail }, numbers: NO_NUMBERS }
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
