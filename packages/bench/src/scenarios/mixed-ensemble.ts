import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Manifest } from '@sepal/ensemble'
import { mixedFeatures, mixedSample, writeMixedClasses } from '@sepal/modeling'

const NAMES = ['forest', 'boosted', 'linear']

/** A folder with an ensemble of three models over a feature of each kind. */
export class MixedEnsemble implements AsyncDisposable {
  private constructor(readonly folder: string) {}

  static async write(): Promise<MixedEnsemble> {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-mixed-'))
    const classifiers = NAMES.map((name, i) => [
      name,
      { model: `${name}.onnx`, port: 8000 + i, probabilities: { stay: {}, leave: {} } },
    ])
    const manifest: Manifest = {
      name: 'mixed',
      features: mixedFeatures,
      sample: mixedSample,
      classifiers: Object.fromEntries(classifiers),
      combine: { 'soft-vote': {} },
    }
    for (const [i, name] of NAMES.entries())
      await Bun.write(join(folder, `${name}.onnx`), writeMixedClasses(i))
    await Bun.write(join(folder, 'ensemble.json'), JSON.stringify(manifest))
    return new MixedEnsemble(folder)
  }

  async [Symbol.asyncDispose]() {
    await rm(this.folder, { recursive: true })
  }
}
