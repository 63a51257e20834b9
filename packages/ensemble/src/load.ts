import { join } from 'node:path'
import { repeatedName } from './json-objects.ts'
import { hasMovedKeys, rememberMovedKeys } from './key-order.ts'
import { checkManifest, type Manifest } from './manifest.ts'
import { convertedManifest } from './manifest-0-1.ts'
import { ManifestError } from './manifest-error.ts'

export type LoadOptions = {
  /** is told when the file has the form of version 0.1, which is read as well */
  onOldForm?: (advice: string) => void
}

const ADVICE =
  'ensemble.json has the form of version 0.1, which is read for now; docs/manifest.md has the new one'

/**
 * Reads and checks `ensemble.json` in a folder.
 * @throws ManifestError naming the field and the value, or the file when it cannot be read
 */
export async function loadManifest(folder: string, { onOldForm }: LoadOptions = {}): Promise<Manifest> {
  const file = Bun.file(join(folder, 'ensemble.json'))
  if (!(await file.exists())) throw new ManifestError('the file', file.name, 'a file that exists')
  const text = await file.text()
  let candidate: unknown
  try {
    candidate = JSON.parse(text)
  } catch (cause) {
    throw new ManifestError('the file', cause instanceof Error ? cause.message : cause, 'valid JSON')
  }
  const repeated = repeatedName(text)
  if (repeated) throw new ManifestError('a name', repeated.join('.'), 'one that is written once')
  rememberMovedKeys(text, candidate)
  const converted = convertedManifest(candidate)
  if (converted) onOldForm?.(ADVICE)
  const manifest: unknown = converted ?? candidate
  checkManifest(manifest)
  checkOrder(manifest)
  return manifest
}

/** The order of the features is that of an array row, so it has to be the order of the file. */
function checkOrder({ features }: Manifest) {
  if (!hasMovedKeys(features)) return
  const names = Object.keys(features)
  throw new ManifestError(
    'the order of features',
    names,
    'names that are not whole numbers, as these are moved to the front',
  )
}
