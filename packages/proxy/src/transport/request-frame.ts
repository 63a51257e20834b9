import { encodeFrame, type Frame, type Numbers, type SocketRequest } from '@sepal/ensemble'
import type { TraceContext } from '@sepal/server'
import type { BatchView } from '../core/batch-view.ts'
import type { Expected } from './expected-answer.ts'

type Head = Extract<SocketRequest, { kind: 'predict' }>

type Call = Pick<Head, 'id' | 'timeoutMs' | keyof TraceContext>

/** A batch as the classifier takes it, in one piece of memory. */
export function requestFrame(batch: BatchView, call: Call, expected: Expected): Frame<SocketRequest> {
  const { head, count, fill } = requestOf(batch, call, expected)
  return encodeFrame<SocketRequest>(head, count, fill)
}

/** The same for a classifier in this process. */
export function localRequest(batch: BatchView, call: Call, expected: Expected) {
  const { head, count, fill } = requestOf(batch, call, expected)
  const numbers = expected.needsFloat64 ? new Float64Array(count) : new Float32Array(count)
  fill(numbers)
  return { request: head, numbers }
}

/** Its own features in its own order, and the texts that they index. */
function requestOf(
  batch: BatchView,
  call: Call,
  { columns, codec, features, needsFloat64 }: Expected,
): { head: Head; count: number; fill: (out: Numbers) => void } {
  const { rowCount } = batch
  const texts = codec.hasTexts ? textsOf(batch, { columns, codec }) : undefined
  const fill = (out: Numbers) => {
    batch.writeRows(out, columns)
    if (texts) writePlaces(out, codec)
  }
  const { id, timeoutMs, traceparent, tracestate } = call
  const head: Head = { kind: 'predict', rows: rowCount, id, timeoutMs, requestIds: [...batch.requestIds] }
  if (needsFloat64) head.dtype = 'float64'
  if (texts) head.texts = texts
  if (traceparent !== undefined) head.traceparent = traceparent
  if (tracestate !== undefined) head.tracestate = tracestate
  return { head, count: rowCount * features.length, fill }
}

type TextColumns = Pick<Expected, 'columns' | 'codec'>

/** The texts of its rows, row by row: a batch has rows of many callers, and not all texts of each caller. */
function textsOf(batch: BatchView, { columns, codec }: TextColumns): string[] {
  const own = codec.textPlaces.map((place) => columns?.[place] ?? place)
  const texts: string[] = []
  for (const [row, all] of batch.rowsWithTexts()) {
    for (const column of own) {
      const place = row[column] ?? Number.NaN
      if (!Number.isNaN(place)) texts.push(all[place] ?? '')
    }
  }
  return texts
}

/** Numbers the texts as `textsOf` lists them. */
function writePlaces(out: Numbers, { textPlaces, features }: Expected['codec']) {
  let count = 0
  for (let row = 0; row < out.length; row += features.length) {
    for (const place of textPlaces) if (!Number.isNaN(out[row + place])) out[row + place] = count++
  }
}

/** The rows of a batch as a caller would have sent them to the classifier itself. */
export function wireRows(batch: BatchView, { columns, codec }: Expected) {
  return Array.from(batch.rowsWithTexts(), ([row, texts]) => codec.decode(select(row, columns), texts))
}

function select(row: readonly number[], columns: readonly number[] | undefined): number[] {
  return columns === undefined ? [...row] : columns.map((column) => row[column] ?? Number.NaN)
}
