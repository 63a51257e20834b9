import { decodeFrame, type Frame, type Numbers, SocketAnswer } from '@sepal/ensemble'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import type { BatchAnswer } from '../core/batch-answer.ts'
import type { Outcome } from '../core/outcome.ts'
import { type Expected, wrongNumbers } from './expected-answer.ts'
import { statusOutcome } from './status-outcome.ts'

export type AnswerFrame = { head: SocketAnswer; numbers: Numbers }

const isAnswer = TypeCompiler.Compile(SocketAnswer)

/** Reads what should be a frame with an answer; nothing when it is none. */
export function readAnswerFrame(data: ArrayBuffer): AnswerFrame | undefined {
  try {
    const frame: Frame<SocketAnswer> = new Uint8Array(data)
    const answer = decodeFrame(frame)
    return isAnswer.Check(answer.head) ? answer : undefined
  } catch {
    return undefined
  }
}

/** What an answer to `rowCount` rows means. */
export function frameOutcome(
  { head, numbers }: AnswerFrame,
  rowCount: number,
  { name, output }: Pick<Expected, 'name' | 'output'>,
): Outcome<BatchAnswer> {
  if (head.kind === 'problem') return statusOutcome(head.status, head.code)
  const unanswered = head.failed?.map(({ row }) => row)
  const width = numbers.length / rowCount
  // The numbers in place of a missing answer are meaningless; zero is valid for every output.
  for (const row of unanswered ?? []) numbers.fill(0, row * width, (row + 1) * width)
  const wrong = wrongNumbers(head.classifier, numbers, { name, output, rowCount })
  if (wrong !== undefined) return { kind: 'malformed', detail: wrong }
  const { tookMs } = head
  return {
    kind: 'ok',
    value: { numbers, ...(unanswered && { unanswered }), ...(tookMs !== undefined && { tookMs }) },
  }
}
