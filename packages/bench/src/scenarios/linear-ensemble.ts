import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Manifest } from '@sepal/ensemble'
import { writeLinearModel } from '@sepal/modeling'

const FIRST_PORT = 8000

type Size = { classifiers: number; features: number; classes: number }

/** A folder with an ensemble of linear models, of any size, so that what is measured is not the models. */
export class LinearEnsemble implements AsyncDisposable {
  private constructor(readonly folder: string) {}

  static async write({ classifiers, features, classes }: Size): Promise<LinearEnsemble> {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-linear-'))
    const names = numbered('classifier', classifiers)
    const weights = Array.from({ length: features }, (_, feature) =>
      Array.from({ length: classes }, (_, label) => Math.sin(feature + label) / features),
    )
    const bias = Array<number>(classes).fill(0)
    for (const name of names)
      await Bun.write(join(folder, `${name}.onnx`), writeLinearModel(name, { weights, bias }))
    const manifest: Manifest = {
      name: 'linear',
      features: entries(numbered('feature', features), () => ({ number: { range: [0, 1] } })),
      sample: entries(numbered('feature', features), (i) => i / features),
      classifiers: entries(names, (i) => ({
        model: `${names[i]}.onnx`,
        port: FIRST_PORT + i,
        probabilities: entries(numbered('class', classes), () => ({})),
      })),
      combine: { 'soft-vote': {} },
    }
    await Bun.write(join(folder, 'ensemble.json'), JSON.stringify(manifest))
    return new LinearEnsemble(folder)
  }

  async [Symbol.asyncDispose]() {
    await rm(this.folder, { recursive: true })
  }
}

function numbered(noun: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${noun}-${i + 1}`)
}

function entries<V>(names: readonly string[], value: (i: number) => V): Record<string, V> {
  return Object.fromEntries(names.map((name, i) => [name, value(i)]))
}
