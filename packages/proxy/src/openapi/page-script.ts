/// <reference path="../file-imports.d.ts" />
import { resolve } from 'node:path'
// Scalar's main package has three hundred dependencies; this one has the same file and three.
import scalarBundle from '../../node_modules/@scalar/fastify-api-reference/dist/js/standalone.js' with {
  type: 'file',
}
import scalar from '../../node_modules/@scalar/fastify-api-reference/package.json' with { type: 'json' }
import type { PageFile } from '../pages/page-files.ts'

/** Distinguishes the script from that of another release. */
export const SCRIPT_VERSION: string = scalar.version

/** In a bundle, the path is relative to the bundle. */
const scriptFile = resolve(import.meta.dir, scalarBundle)

let script: Promise<PageFile> | undefined

/** The script of the documentation page. It is large, so it is read and compressed on the first request. */
export function pageScript(): Promise<PageFile> {
  script ??= packedScript()
  return script
}

async function packedScript(): Promise<PageFile> {
  const { packed } = await import('../pages/packed-file.ts')
  return packed(await Bun.file(scriptFile).bytes(), 'text/javascript; charset=utf-8')
}
