import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'

/** The content codings of RFC 9110, 8.4.1. Large bodies take a while, so decoding runs in other threads. */
export const decompress = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

export type Coding = keyof typeof decompress
