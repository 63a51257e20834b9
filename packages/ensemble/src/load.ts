import { join } from 'node:path'
import { checkManifest, type Manifest } from './manifest.ts'
import { ManifestError } from './manifest-error.ts'
import { repeatedName } from './repeated-name.ts'

/**
 * Reads and checks `ensemble.json` in a folder.
 * @throws ManifestError naming the field and the value, or the file when it cannot be read
 */
export async function loadManifest(folder: string): Promise<Manifest> {
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
  checkManifest(candidate)
  return candidate
}
