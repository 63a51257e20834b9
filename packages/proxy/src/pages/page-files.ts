import { readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** Encodings of a file, smallest first, and the suffix of each beside the plain file. */
const FORMS = { br: '.br', gzip: '.gz', identity: '' } as const
export type Encoding = keyof typeof FORMS

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export type PageFile = {
  type: string
  /** the file's bytes in each available encoding */
  forms: ReadonlyMap<Encoding, Uint8Array<ArrayBuffer>>
  /** hash of the content, the same for every encoding */
  hash: string
}

export const hashOf = (content: Uint8Array) => new Bun.CryptoHasher('sha256').update(content).digest('hex')

/** The files of a built page by name: `index.html` and what it loads. Empty if it has not been built. */
export type PageFiles = ReadonlyMap<string, PageFile>

/** Reads a built page into memory: it is small, and no request then waits for a disk. */
export async function loadPageFiles(folder: string): Promise<PageFiles> {
  const names = new Set(await readdir(folder).catch(() => []))
  const files = new Map<string, PageFile>()
  for (const name of names) {
    const type = TYPES[extname(name)]
    if (type === undefined) continue
    const forms = new Map<Encoding, Uint8Array<ArrayBuffer>>()
    for (const encoding of encodings) {
      const form = name + FORMS[encoding]
      if (names.has(form)) forms.set(encoding, await Bun.file(join(folder, form)).bytes())
    }
    const content = forms.get('identity') ?? new Uint8Array()
    files.set(name, { type, forms, hash: hashOf(content) })
  }
  return files
}

// Object.keys loses the literal types; FORMS has no other keys.
const encodings = Object.keys(FORMS) as Encoding[]

/** The smallest encoding that a caller accepts by its `accept-encoding`; the plain file without that header. */
export function formFor({ forms }: PageFile, accepted: string | null): [Encoding, Uint8Array<ArrayBuffer>] {
  const taken = acceptedEncodings(accepted ?? '')
  for (const [encoding, bytes] of forms) {
    if (encoding !== 'identity' && taken.has(encoding)) return [encoding, bytes]
  }
  return ['identity', forms.get('identity') ?? new Uint8Array()]
}

/** `gzip, br;q=0.5, zstd;q=0` takes gzip and br (RFC 9110, 12.5.3). */
function acceptedEncodings(header: string): ReadonlySet<string> {
  const accepted = header.split(',').filter((entry) => !/;\s*q=0(\.0*)?\s*$/.test(entry))
  return new Set(accepted.map((entry) => entry.replace(/;.*$/, '').trim().toLowerCase()))
}
