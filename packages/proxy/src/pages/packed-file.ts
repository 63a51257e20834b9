import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { type Encoding, hashOf, type PageFile } from './page-files.ts'

/** At level 9, a large script takes six times as long to shrink by another 2 %. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }

/** Compresses a file that has no compressed copies. */
export async function packed(content: Uint8Array<ArrayBuffer>, type: string): Promise<PageFile> {
  const [br, gz] = await Promise.all([promisify(brotliCompress)(content, BROTLI), promisify(gzip)(content)])
  const forms = new Map<Encoding, Uint8Array<ArrayBuffer>>([
    ['br', br],
    ['gzip', gz],
    ['identity', content],
  ])
  return { type, forms, hash: hashOf(content) }
}
