import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Duplex, pipeline, Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { ReportError } from '../report-error.ts'

const LOG = /\.ndjson(\.gz|\.zst)?$/

/** Compressed or not, by the end of the name. */
const decompressors: readonly (readonly [end: string, make: () => Duplex])[] = [
  ['.gz', () => createGunzip()],
  ['.zst', () => createZstdDecompress()],
]

export type LogFile = { path: string; bytes: number }

/**
 * The files that are named, and those of named folders, oldest first as their names sort.
 * @throws ReportError for what is not there, and when there are none
 */
export async function logFiles(named: readonly string[]): Promise<LogFile[]> {
  const found = await Promise.all(named.map(filesAt))
  const files = found.flat()
  if (files.length === 0)
    throw new ReportError(`no file that ends in .ndjson, .ndjson.gz or .ndjson.zst in ${named.join(', ')}`)
  return files
}

async function filesAt(path: string): Promise<LogFile[]> {
  const found = await stat(path).catch((cause) => {
    throw new ReportError(`${path} cannot be read`, { cause })
  })
  if (!found.isDirectory()) return [{ path, bytes: found.size }]
  const names = (await readdir(path)).filter((name) => LOG.test(name)).toSorted()
  return (await Promise.all(names.map((name) => filesAt(join(path, name))))).flat()
}

/**
 * The lines of a file, one after the other.
 * @param onBytes told how many bytes of the file were read, as it goes
 * @throws ReportError when it ends in the middle, or is not compressed as its name says
 */
export async function* linesOf(
  { path }: LogFile,
  { onBytes, signal }: { onBytes: (bytes: number) => void; signal: AbortSignal },
): AsyncGenerator<string, void, undefined> {
  const counting = new Transform({
    transform(chunk: Uint8Array, _, done) {
      onBytes(chunk.length)
      done(null, chunk)
    },
  })
  const unpack = decompressors.find(([end]) => path.endsWith(end))?.[1]
  const source = createReadStream(path)
  const packed = pipeline(source, counting, () => {})
  const bytes = unpack === undefined ? packed : pipeline(packed, unpack(), () => {})
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const chunk of bytes) {
      signal.throwIfAborted()
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (cause) {
    if (signal.aborted) throw cause
    throw new ReportError(`${path} cannot be read to its end`, { cause })
  }
  if (rest !== '') yield rest
}
