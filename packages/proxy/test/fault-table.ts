import { constants, deflateRawSync, gzipSync } from 'node:zlib'
import type { FailureKind } from '../src/core/outcome.ts'
import { belated, drip, flood, frame, half, json, message, nothing, post } from './behaviours.ts'
import type { Fault, Told } from './fault.ts'
import { opcodes, serverFrame } from './raw-websocket.ts'
import { SICK } from './sick.ts'
import { type Behaviour, socketAnswer } from './wire.ts'

const late = (does: Behaviour): Told => ({ kind: 'late', detail: 'it did not answer in time', does })
const closed = (does: Behaviour): Told => ({ kind: 'unavailable', detail: 'it closed the connection', does })
const wrong = (detail: string, does: Behaviour): Told => ({ kind: 'malformed', detail, does })
const onBoth = (told: Told) => ({ post: told, socket: told })

/** A problem, as a classifier sends it by socket or POST. */
const problem = (status: number, code: string, told: { kind: FailureKind; detail: string }) => {
  const detail = 'secret of /srv/birch'
  const body = JSON.stringify({ status, code, detail })
  const socket: Behaviour = ({ wire, id }) =>
    wire.write(socketAnswer({ kind: 'problem', id, status, code, detail }))
  return { post: { ...told, does: post(body, { status }) }, socket: { ...told, does: socket } }
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
const GIGABYTE = 2 ** 30
const tenMegabytes = new Float32Array(2_621_440).fill(0.5)
const deep = '['.repeat(100_000) + ']'.repeat(100_000)
const zeros = () => Buffer.alloc(100_000_000)
const bomb = gzipSync(zeros())
const packedFrame = serverFrame(
  opcodes.binary,
  deflateRawSync(zeros(), { finishFlush: constants.Z_SYNC_FLUSH }),
  { isCompressed: true },
)
const html = '<h1>secret</h1>'

/** A header as long as its text, and no numbers. */
function headerFrame(text: string): Uint8Array {
  const bytes = new Uint8Array(4 + text.length)
  new DataView(bytes.buffer).setUint32(0, text.length, true)
  bytes.set(Buffer.from(text), 4)
  return bytes
}

/** Every fault of a classifier, and its outcome. docs/failure.md shows it. */
export const faults: readonly Fault[] = [
  {
    what: 'refuses connections',
    ...onBoth({
      kind: 'unavailable',
      detail: 'it cannot be reached: the connection is refused',
      refuses: true,
    }),
  },
  {
    what: 'accepts connections and says nothing',
    ...onBoth({
      kind: 'late',
      detail: 'it did not answer in time',
      connects: { connection: () => {} },
    }),
  },
  {
    what: 'closes every connection at once',
    ...onBoth({
      kind: 'unavailable',
      detail: 'it closed the connection',
      connects: { connection: (wire) => wire.end() },
    }),
  },
  { what: 'does not answer', ...onBoth(late(nothing)) },
  { what: 'answers after the deadline', socket: late(belated('socket')), post: late(belated('post')) },
  { what: 'sends a byte a second', socket: late(drip('socket')), post: late(drip('post')) },
  {
    what: 'stops in the middle of an answer',
    socket: late(half('socket', () => {})),
    post: late(half('post', () => {})),
  },
  {
    what: 'closes the connection instead of answering',
    ...onBoth(closed(({ wire }) => wire.end())),
  },
  {
    what: 'closes it in the middle of an answer',
    socket: closed(half('socket', (wire) => wire.end())),
    post: closed(half('post', (wire) => wire.end())),
  },
  { what: 'resets the connection', ...onBoth(closed(({ wire }) => wire.reset())) },
  {
    what: 'ends the socket politely',
    socket: closed(message(opcodes.close, Uint8Array.of(0x03, 0xe8))),
  },
  {
    what: 'gives too few rows',
    socket: wrong(
      'it gave 0 numbers for 1 rows of 2',
      frame(() => []),
    ),
    post: wrong('it gave 0 rows for 1', post(JSON.stringify({ classifier: SICK, prediction: [] }))),
  },
  {
    what: 'gives too many rows',
    socket: wrong(
      'it gave 4 numbers for 1 rows of 2',
      frame((rows) => Array(2 * rows + 2).fill(0.5)),
    ),
    post: wrong('it gave 2 rows for 1', ({ wire, rows }) =>
      wire.write(json({ classifier: SICK, prediction: Array(rows + 1).fill([0, 1]) })),
    ),
  },
  {
    what: 'gives NaN',
    socket: wrong(
      'a probability is outside [0, 1]',
      frame((rows) => Array(2 * rows).fill(Number.NaN)),
    ),
    post: wrong('its answer is not valid JSON', post(`{"classifier":"${SICK}","prediction":[[NaN,1]]}`)),
  },
  {
    what: 'gives the answer of another classifier',
    socket: wrong(
      'the answer is from another classifier',
      frame((rows) => Array(2 * rows).fill(0.5), 'oak'),
    ),
    post: wrong('the answer is from another classifier', ({ wire, rows }) =>
      wire.write(json({ classifier: 'oak', prediction: Array(rows).fill([0, 1]) })),
    ),
  },
  {
    what: 'answers calls that nobody made',
    socket: late(({ wire, rows, id }) =>
      wire.write(
        socketAnswer({ kind: 'prediction', id: id + 1000, classifier: SICK }, Array(2 * rows).fill(0.5)),
      ),
    ),
  },
  {
    what: 'answers HTML, or text',
    socket: wrong('its answer is not a frame', message(opcodes.text, Buffer.from(html))),
    post: wrong('its answer is not an object', post(html, { lines: ['content-type: text/html'] })),
  },
  {
    what: 'answers no HTTP, or no WebSocket frame',
    socket: closed(({ wire }) => wire.write(Uint8Array.of(0xff, 0xff, 0xff, 0xff))),
    post: wrong('its answer cannot be read', ({ wire }) => wire.write(`${html}\r\n\r\n`)),
  },
  {
    what: 'answers with 10 MB',
    socket: wrong(
      'its answer is too large',
      frame(() => tenMegabytes),
    ),
    post: wrong('its answer is too large', post(Buffer.alloc(10 * 2 ** 20, ' '))),
  },
  {
    what: 'answers with 1 GB',
    socket: closed(flood(serverFrame(opcodes.binary, Buffer.alloc(0), { promised: GIGABYTE }), 1024)),
    post: wrong('its answer is too large', flood(`${OK}content-length: ${GIGABYTE}\r\n\r\n`, 1024)),
  },
  {
    what: 'answers without an end',
    post: wrong('its answer is too large', flood(`${OK}connection: close\r\n\r\n`, 1024)),
  },
  {
    what: 'answers with 100 MB in 100 kB (a gzip bomb)',
    socket: {
      kind: 'unavailable',
      detail: 'it closed the connection',
      connects: {
        handshake: ['Sec-WebSocket-Extensions: permessage-deflate'],
        greeting: packedFrame,
      },
    },
    post: wrong(
      'its answer is compressed',
      post(bomb, { lines: ['content-type: application/json', 'content-encoding: gzip'] }),
    ),
  },
  {
    what: 'answers with 100,000 levels of arrays',
    socket: wrong('its answer is too large', ({ wire }) =>
      wire.write(serverFrame(opcodes.binary, headerFrame(deep))),
    ),
    post: wrong('its answer is too large', post(deep)),
  },
  { what: 'redirects', post: wrong('it redirects', post('', { status: 302, lines: ['location: /'] })) },
  {
    what: 'fails (500)',
    ...problem(500, 'internal', { kind: 'malformed', detail: 'it answered with status 500' }),
  },
  {
    what: 'refuses the rows (422)',
    ...problem(422, 'invalid-request', {
      kind: 'rejected',
      detail: 'it refused the rows with status 422',
    }),
  },
  {
    what: 'has no answer to a row',
    socket: {
      kind: 'unanswerable',
      detail: 'its model has no answer to row 0, counted from 0',
      rows: [0],
      does: ({ wire, rows, id }, classifier = SICK) =>
        wire.write(
          socketAnswer(
            {
              kind: 'prediction',
              id,
              classifier,
              failed: Array.from({ length: rows }, (_, row) => ({ row, detail: 'secret of /srv/birch' })),
            },
            Array(2 * rows).fill(Number.NaN),
          ),
        ),
    },
    post: problem(422, 'unanswerable-row', {
      kind: 'unanswerable',
      detail: 'its model has no answer to a row',
    }).post,
  },
  {
    what: 'is not ready (503)',
    ...problem(503, 'not-ready', { kind: 'unavailable', detail: 'it is not ready' }),
  },
  {
    what: 'has too much work (503)',
    ...problem(503, 'overloaded', { kind: 'shed', detail: 'it has too much work' }),
  },
]
