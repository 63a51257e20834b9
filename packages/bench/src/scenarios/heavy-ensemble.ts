import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Manifest } from '@sepal/ensemble'
import { writeHeavyModel, writeLinearModel } from '@sepal/modeling'

/** Time of a matrix product of the heavy model on one core, ms. */
const PRODUCT_MS = 0.3

const WIDTH = 4

type HeavyOptions = {
  /** classifiers beside the heavy one, whose models take next to no time */
  light?: number
  /** about how long the heavy model takes for a row on one core (default: 3) */
  rowMs?: number
}

/** A folder with an ensemble of light classifiers and one whose model takes milliseconds of a core per row. */
export class HeavyEnsemble implements AsyncDisposable {
  private constructor(readonly folder: string) {}

  static async write({ light = 0, rowMs = 3 }: HeavyOptions = {}): Promise<HeavyEnsemble> {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-heavy-'))
    const names = ['heavy', ...Array.from({ length: light }, (_, i) => `light-${i + 1}`)]
    const weights = Array.from({ length: WIDTH }, (_, i) => [i - 1, 1 - i])
    const linear = { weights, bias: [0, 0] }
    for (const name of names) {
      const model =
        name === 'heavy'
          ? writeHeavyModel(name, { ...linear, products: Math.round(rowMs / PRODUCT_MS) })
          : writeLinearModel(name, linear)
      await Bun.write(join(folder, `${name}.onnx`), model)
    }
    await Bun.write(join(folder, 'ensemble.json'), JSON.stringify(manifestOf(names)))
    return new HeavyEnsemble(folder)
  }

  async [Symbol.asyncDispose]() {
    await rm(this.folder, { recursive: true })
  }
}

function manifestOf(names: readonly string[]): Manifest {
  const entries = names.map((name, i) => [
    name,
    { model: `${name}.onnx`, port: 8000 + i, probabilities: { [name]: {}, rest: {} } },
  ])
  return {
    name: 'heavy',
    features: byFeature(() => ({ number: { range: [0, 1] } })),
    sample: byFeature((i) => (i + 1) / 10),
    classifiers: Object.fromEntries(entries),
    combine: { 'one-vs-rest': {} },
  }
}

function byFeature<V>(value: (i: number) => V): Record<string, V> {
  return Object.fromEntries(Array.from({ length: WIDTH }, (_, i) => [`feature_${i}`, value(i)]))
}
