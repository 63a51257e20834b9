import type { Manifest } from '@sepal/ensemble'

/** An ensemble of stubs: names and sizes are all that the batchers know of it. */
export function stubManifest(classifiers: number, classes: number): Manifest {
  const names = Array.from({ length: classifiers }, (_, i) => `stub${i}`)
  return {
    name: 'stubs',
    features: [{ name: 'x', unit: '', range: [0, 1] }],
    sample: [0],
    combine: 'one-vs-rest',
    classifiers: Object.fromEntries(
      names.map((name, i) => [
        name,
        {
          model: `${name}.onnx`,
          port: 1000 + i,
          classes: Array.from({ length: classes }, (_, k) => `c${k}`),
        },
      ]),
    ),
  }
}
