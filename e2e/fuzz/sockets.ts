import { encodeFrame } from '@sepal/ensemble'
import fc from 'fast-check'

/** A message to a classifier's socket, and its required result. */
type Message = { data: string | Uint8Array<ArrayBuffer>; leadsTo: 'answer' | 'nothing' | 'close' }

/** Time limit for everything sent to a socket, ms. */
const PATIENCE_MS = 20_000
const PROTOCOL_ERROR = 1002

/** Messages for the socket of a classifier that takes rows of this width: valid frames and invalid ones. */
export function conversations(width: number): fc.Arbitrary<Message[]> {
  const id = fc.integer({ min: 0, max: 2 ** 31 })
  const texts = fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 })
  const request = fc.record({
    kind: fc.constant('predict'),
    id,
    rows: fc.integer({ min: 1, max: 5 }),
    timeoutMs: fc.integer({ min: 60_000, max: 120_000 }),
    requestIds: fc.array(fc.string(), { maxLength: 3 }),
    ...{ dtype: fc.constantFrom(undefined, 'float64'), texts: fc.option(texts, { nil: undefined }) },
  })
  const numbers = fc.oneof(fc.float(), fc.integer({ min: -1, max: 3 }))
  const frame = (head: unknown, count: number, value: number) =>
    encodeFrame(head, count, (out) => out.fill(value))
  /** the right number of rows, or a wrong one: both are answered */
  const predict = fc.tuple(request, numbers, fc.constantFrom(0, 0, 0, 1, -1)).map(
    ([head, value, more]): Message => ({
      data: frame(head, Math.max(0, head.rows * width + more), value),
      leadsTo: 'answer',
    }),
  )
  // For calls that are not in flight: whether a cancelled call was answered before depends on timing.
  const cancel = fc
    .integer({ max: -1 })
    .map((number): Message => ({ data: frame({ kind: 'cancel', id: number }, 0, 0), leadsTo: 'nothing' }))
  const wrongHead = fc
    .tuple(
      request,
      fc.constantFrom('kind', 'id', 'rows', 'timeoutMs', 'requestIds'),
      fc.constantFrom(null, 'x', {}),
    )
    .map(
      ([head, member, value]): Message => ({
        data: frame({ ...head, [member]: value }, width, 1),
        leadsTo: 'close',
      }),
    )
  const noFrame = fc.oneof(
    fc.string(),
    fc.json(),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes)),
  )
  const closing = noFrame.map((data): Message => ({ data, leadsTo: 'close' }))
  return fc.array(
    fc.oneof(
      { weight: 8, arbitrary: predict },
      { weight: 2, arbitrary: cancel },
      { weight: 1, arbitrary: wrongHead },
      { weight: 1, arbitrary: closing },
    ),
    { minLength: 1, maxLength: 6 },
  )
}

/** Sends messages to the socket at an address. @returns what is wrong with the result, if anything */
export async function wrongConversation(
  address: string,
  messages: readonly Message[],
): Promise<string | undefined> {
  const socket = new WebSocket(`ws://${address}/predict/socket`)
  const { promise: ended, resolve } = Promise.withResolvers<string | undefined>()
  const mustClose = messages.some(({ leadsTo }) => leadsTo === 'close')
  const expected = messages.filter(({ leadsTo }) => leadsTo === 'answer').length
  let answers = 0
  const checkDone = () => {
    if (!mustClose && answers === expected) resolve(undefined)
  }
  socket.addEventListener('open', () => {
    for (const { data } of messages) socket.send(data)
    checkDone()
  })
  socket.addEventListener('message', () => {
    answers += 1
    checkDone()
  })
  socket.addEventListener('close', ({ code }) => {
    resolve(mustClose && code === PROTOCOL_ERROR ? undefined : `closed with ${code}`)
  })
  const patience = setTimeout(() => resolve(`${answers} of ${expected} answers, and not closed`), PATIENCE_MS)
  const wrong = await ended
  clearTimeout(patience)
  socket.close()
  return wrong
}
