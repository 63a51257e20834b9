/// <reference path="../file-imports.d.ts" />
import { resolve } from 'node:path'
// Scalar's own package brings three hundred others; this one of theirs has the same file and three.
import scalarBundle from '../../node_modules/@scalar/fastify-api-reference/dist/js/standalone.js' with {
  type: 'file',
}
import scalar from '../../node_modules/@scalar/fastify-api-reference/package.json' with { type: 'json' }
import { type PageFile, packed } from '../pages/page-files.ts'

/** What tells the script from that of another release. */
export const SCRIPT_VERSION: string = scalar.version

/** In a bundle, a file is named as seen from there. */
const scriptFile = resolve(import.meta.dir, scalarBundle)

let script: Promise<PageFile> | undefined

/** The script of the documentation's page. It is read and packed when somebody first asks for it: it is large. */
export function pageScript(): Promise<PageFile> {
  script ??= Bun.file(scriptFile)
    .bytes()
    .then((content) => packed(content, 'text/javascript; charset=utf-8'))
  return script
}
