import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Manifest } from '@sepal/ensemble'
import { writeHeavyModel } from '@sepal/modeling'

/** How many matrix products a row costs: about 3 ms on one core. */
const PRODUCTS = 10

const manifest: Manifest = {
  name: 'heavy',
  features: Array.from({ length: 4 }, (_, i) => ({ name: `feature_${i}`, unit: '', range: [0, 1] })),
  sample: [0.1, 0.2, 0.3, 0.4],
  classifiers: { heavy: { model: 'heavy.onnx', port: 8000, classes: ['heavy', 'rest'] } },
  combine: 'one-vs-rest',
}

/** A folder with an ensemble of one classifier, whose model takes milliseconds of a core for each row. */
export class HeavyEnsemble implements AsyncDisposable {
  private constructor(readonly folder: string) {}

  static async write(): Promise<HeavyEnsemble> {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-heavy-'))
    const weights = manifest.features.map((_, i) => [i - 1, 1 - i])
    const model = writeHeavyModel('heavy', { weights, bias: [0, 0], products: PRODUCTS })
    await Bun.write(join(folder, 'heavy.onnx'), model)
    await Bun.write(join(folder, 'ensemble.json'), JSON.stringify(manifest))
    return new HeavyEnsemble(folder)
  }

  async [Symbol.asyncDispose]() {
    await rm(this.folder, { recursive: true })
  }
}
