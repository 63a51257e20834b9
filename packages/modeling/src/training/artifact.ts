import { join } from 'node:path'
import type { ModelCard } from './card.ts'
import { printJson } from './json.ts'
import type { TrainedClassifier } from './training.ts'

/** A file that training writes. */
export type Artifact = { file: string; bytes: Uint8Array }

/** How a file in a folder compares with the new one. */
export type ArtifactState = 'same' | 'differs' | 'missing'

/** A classifier's two files: the model and `<name>.card.json`. */
export function artifactsOf({ entry, bytes }: TrainedClassifier, card: ModelCard): Artifact[] {
  return [
    { file: entry.file, bytes },
    { file: `${entry.name}.card.json`, bytes: new TextEncoder().encode(printJson(card)) },
  ]
}

/** Compares byte for byte. */
export async function compare({ file, bytes }: Artifact, folder: string): Promise<ArtifactState> {
  const present = Bun.file(join(folder, file))
  if (!(await present.exists())) return 'missing'
  return Buffer.compare(await present.bytes(), bytes) === 0 ? 'same' : 'differs'
}

/** Writes the file, and creates the folder if needed. */
export async function write({ file, bytes }: Artifact, folder: string) {
  await Bun.write(join(folder, file), bytes)
}
