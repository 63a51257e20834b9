import type { Manifest } from '@sepal/ensemble'

/** An ensemble of stubs: batchers need only names and sizes. */
export function stubManifest(classifiers: number, classes: number): Manifest {
  const names = Array.from({ length: classifiers }, (_, i) => `stub${i}`)
  const probabilities = Object.fromEntries(Array.from({ length: classes }, (_, k) => [`c${k}`, {}]))
  return {
    name: 'stubs',
    features: { x: { number: {} } },
    sample: { x: 0 },
    combine: { 'one-vs-rest': {} },
    classifiers: Object.fromEntries(
      names.map((name, i) => [name, { model: `${name}.onnx`, port: 1000 + i, probabilities }]),
    ),
  }
}
