import { featureNames, type Manifest, sampleRow } from '@sepal/ensemble'
import { loadPageFiles } from '@sepal/proxy/page-files'
import { FaultyClassifier } from '@sepal/proxy/testing/faulty-classifier'
import { RunningProxy } from '@sepal/proxy/testing/running-proxy'

export type Shape = { classifiers: readonly string[]; features: readonly string[] }

/** An ensemble of any size in this process, which serves the console, until it goes out of scope. */
export class FakeEnsemble implements AsyncDisposable {
  private constructor(
    readonly proxy: RunningProxy<Manifest>,
    private readonly classifiers: readonly FaultyClassifier[],
  ) {}

  static async start(shape: Shape, consoleFolder: string): Promise<FakeEnsemble> {
    const manifest = manifestOf(shape)
    const classifiers = shape.classifiers.map((name, i) => classifierOf(manifest, name, i))
    const addresses = Object.fromEntries(
      shape.classifiers.map((name, i) => [name, classifiers[i]?.address ?? '']),
    )
    const proxy = await RunningProxy.start(manifest, addresses, { page: await loadPageFiles(consoleFolder) })
    return new FakeEnsemble(await proxy.untilReady(), classifiers)
  }

  get url(): string {
    return `http://${this.proxy.address}`
  }

  async [Symbol.asyncDispose]() {
    await this.proxy[Symbol.asyncDispose]()
    for (const classifier of this.classifiers) await classifier[Symbol.asyncDispose]()
  }
}

function manifestOf({ classifiers, features }: Shape): Manifest {
  return {
    name: 'fake',
    features: Object.fromEntries(
      features.map((name, i) => [name, { number: { unit: i % 2 === 0 ? 'mm' : '', range: [0, 10] } }]),
    ),
    sample: Object.fromEntries(features.map((name, i) => [name, 2 + (i % 5)])),
    classifiers: Object.fromEntries(
      classifiers.map((name, i) => [
        name,
        { model: `${name}.onnx`, port: 8000 + i, probabilities: { [name]: {}, rest: {} } },
      ]),
    ),
    combine: { 'one-vs-rest': {} },
  }
}

/** It is sure of rows near its own centre; the centres are spread over the first two features. */
function classifierOf(manifest: Manifest, name: string, i: number): FaultyClassifier {
  const place = [(i * 6.18) % 10, (i * 2.71 + 1) % 10]
  const predict = (row: readonly number[]) => {
    const distance = place.reduce((sum, at, k) => sum + (at - (row[k] ?? at)) ** 2, 0)
    const proba = Math.fround(Math.exp(-distance / 12))
    return [proba, 1 - proba]
  }
  const sample = sampleRow(manifest).map(Number)
  return new FaultyClassifier(({ method, path, body }) => {
    if (path === '/health') return Response.json({ health: 'ok' })
    if (path === '/metadata') return Response.json(metadataOf(manifest, name, predict(sample)))
    const rows: number[][] = method === 'GET' ? [sample] : JSON.parse(body).data
    return Response.json({ classifier: name, prediction: rows.map(predict) })
  })
}

function metadataOf(manifest: Manifest, name: string, prediction: number[]) {
  return {
    classifier: name,
    data_type: 'float32',
    data_structure: `(1,${featureNames(manifest).length})`,
    data_sample: [sampleRow(manifest)],
    prediction_type: 'float32',
    prediction_structure: '(1,2)',
    prediction_sample: prediction,
    features: featureNames(manifest),
    classes: [name, 'rest'],
    model: { file: `${name}.onnx`, sha256: '0'.repeat(64), input: 'X', output: 'Y' },
    runtime: { bun: '1', onnxruntime: '1' },
  }
}
