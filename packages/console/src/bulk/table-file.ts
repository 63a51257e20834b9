import { encodingOf, isGzip, openTable, refuseOtherFiles, TableError } from '@sepal/tabular'
import type { Feature } from '../api/wire.ts'
import type { Beginning } from './preview.ts'

/** Text that is read at a time: little enough for the page to stay quick. */
const PIECE_LENGTH = 256 * 1024
/** As much of the file tells what it is. */
const SNIFFED_BYTES = 1024

/** A part of a file's text, and how many bytes of the file were read by then. The last one may be empty. */
export type Piece = { text: string; bytesRead: number; isLast: boolean }

/**
 * Opens a file by its beginning.
 * @throws TableError when it cannot be read as a table
 */
export async function openFile(file: File, features: readonly Feature[]): Promise<Beginning> {
  refuseOtherFiles(String.fromCharCode(...(await bytesAt(file, SNIFFED_BYTES))).replaceAll('\0', ' '))
  let text = ''
  for await (const piece of textOf(file)) {
    text += piece.text
    const table = openTable(text, { features, header: 'guess', isWhole: piece.isLast })
    if (table !== undefined) return { table, text, isWhole: piece.isLast }
  }
  throw new TableError('it is empty')
}

/**
 * A file's text in pieces, gunzipped and decoded; no character is cut in two by them. The next piece is read when it is
 * asked for, so that a file of any size fits.
 * @throws TableError when it cannot be read as text
 */
export async function* textOf(file: File): AsyncGenerator<Piece, void> {
  let bytesRead = 0
  const counting = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (bytes, controller) => {
      bytesRead += bytes.byteLength
      controller.enqueue(bytes)
    },
  })
  const stored = file.stream().pipeThrough(counting)
  const isZipped = isGzip(await bytesAt(file, 2))
  const bytes = isZipped ? stored.pipeThrough(new DecompressionStream('gzip')) : stored
  const reader = bytes.getReader()
  let decoder: TextDecoder | undefined
  try {
    for (let text = ''; ; ) {
      const { value, done } = await reader.read().catch(refuse)
      if (value !== undefined) decoder ??= new TextDecoder(encodingOf(value), { fatal: true })
      text += decoded(decoder, value)
      if (!done && text.length < PIECE_LENGTH) continue
      if (text !== '' || done) yield { text, bytesRead, isLast: done }
      if (done) return
      text = ''
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

function decoded(decoder: TextDecoder | undefined, bytes: Uint8Array | undefined): string {
  try {
    return decoder?.decode(bytes, { stream: bytes !== undefined }) ?? ''
  } catch (cause) {
    return refuse(cause)
  }
}

async function bytesAt(file: File, count: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, count).arrayBuffer().catch(refuse))
}

/** Decoders and unzippers throw a TypeError at what they do not understand. */
function refuse(cause: unknown): never {
  if (!(cause instanceof TypeError))
    throw new TableError('it is a folder, or has changed since it was chosen', { cause })
  throw new TableError('it is not text in UTF-8; a spreadsheet saves it as "CSV UTF-8"', { cause })
}
