import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { classifierFeatures, type Manifest, outputOf } from '@sepal/ensemble'
import { writeLinearModel } from '@sepal/modeling'

/** This repository's own ensemble. */
export const irisFolder = join(import.meta.dir, '../../../models')

/** A folder with a manifest and its models, until it goes out of scope. */
export class ModelFolder implements AsyncDisposable {
  private constructor(readonly path: string) {}

  /**
   * Writes a manifest and, for each of its classifiers, a linear model that fits it; or other bytes, by file name.
   * The models differ, and their answers depend on every feature.
   */
  static async write(manifest: Manifest, files: Record<string, Uint8Array> = {}): Promise<ModelFolder> {
    const folder = new ModelFolder(await mkdtemp(join(tmpdir(), 'sepal-models-')))
    const models = Object.entries(manifest.classifiers).flatMap(([name, entry], i) => {
      if (Object.hasOwn(files, entry.model)) return []
      const width = classifierFeatures(manifest, name).length
      const { classes } = outputOf(entry)
      const weights = Array.from({ length: width }, (_, f) =>
        classes.map((_, k) => Math.sin(1 + i * 7 + f * 3 + k)),
      )
      return [[entry.model, writeLinearModel(name, { weights, bias: classes.map((_, k) => k / 4) })] as const]
    })
    const contents = { ...Object.fromEntries(models), ...files, 'ensemble.json': JSON.stringify(manifest) }
    await Promise.all(
      Object.entries(contents).map(([name, content]) => Bun.write(join(folder.path, name), content)),
    )
    return folder
  }

  async [Symbol.asyncDispose]() {
    await rm(this.path, { recursive: true })
  }
}
