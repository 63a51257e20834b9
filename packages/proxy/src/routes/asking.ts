import {
  type EncodedRows,
  type Manifest,
  RowCodec,
  type RowsBody,
  rowsFault,
  sampleRow,
} from '@sepal/ensemble'
import { refuseRepeated, type Span, timeoutOf } from '@sepal/server'
import { problemError } from '../answers/problems.ts'
import type { FanOut } from '../batching/fan-out.ts'
import type { ProxyDeps } from '../deps.ts'
import type { PartialQuery } from './partial.ts'

/** The caller, and whether it accepts only the answers of all classifiers. */
export type Asking = {
  requestId: string
  request: Request
  needsAll: boolean
  /** where it is traced */
  span: Span | undefined
}

/** What is needed to ask the classifiers. */
export type AskingDeps<M extends Manifest> = Pick<ProxyDeps<M>, 'manifest' | 'timeouts' | 'partial' | 'now'>

/** Takes the rows of a request to the classifiers. */
export function askingOf<const M extends Manifest>({ manifest, timeouts, partial, now }: AskingDeps<M>) {
  const codec = new RowCodec(manifest)
  return {
    /**
     * Whether a caller accepts a partial answer.
     * @throws ProblemError for a query that says it twice
     */
    isPartial: ({ query, request }: { query: PartialQuery; request: Request }) => {
      if (query.partial === undefined) return partial.isDefault
      refuseRepeated(request)
      return query.partial
    },

    /**
     * The rows of a body as numbers.
     * @throws ProblemError unless the body has exactly one of `data` and `rows`
     */
    rowsIn: (body: RowsBody<M>) => rowsIn(body, codec),

    /** the manifest's sample as one row */
    sample: codec.encode([sampleRow(manifest)]),

    /** Asks the classifiers, within the deadline. */
    ask: (fanOut: FanOut, rows: EncodedRows, { requestId, request, needsAll, span }: Asking) =>
      fanOut.ask(
        { ...rows, requestId, deadline: now() + timeoutOf(request, timeouts), span },
        { caller: request, needsAll },
      ),
  }
}

export function rowsIn<const M extends Manifest>(body: RowsBody<M>, codec: RowCodec): EncodedRows {
  const fault = rowsFault(body)
  if (fault !== undefined) throw problemError('invalid-request', fault)
  // The route's schema has accepted these values; their type depends on M, which is open here.
  if ('data' in body && body.data !== undefined)
    return codec.encode(body.data as Parameters<RowCodec['encode']>[0])
  return codec.encodeNamed((body as { rows: Parameters<RowCodec['encodeNamed']>[0] }).rows)
}
