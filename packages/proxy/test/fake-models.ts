import {
  byClassifier,
  type ClassifierName,
  classifierFeatures,
  classifierNames,
  type Manifest,
  type Answer as ModelAnswer,
  mapClassifiers,
  outputOf,
  RowCodec,
  sampleRow,
  type WireValue,
} from '@sepal/ensemble'
import { FaultyClassifier } from './faulty-classifier.ts'
import { type ProxyOptions, RunningProxy } from './running-proxy.ts'

/** A test model's answer to a row of its own features. */
export type FakeModel = (row: readonly WireValue[]) => ModelAnswer

/** A proxy over models that are functions, for any manifest, until it goes out of scope. */
export class FakeModels<const M extends Manifest> implements AsyncDisposable {
  private constructor(
    readonly proxy: RunningProxy<M>,
    private readonly classifiers: Readonly<Record<string, FaultyClassifier>>,
    /** the rows that each model got, except its sample */
    readonly asked: Readonly<Record<string, (readonly WireValue[])[]>>,
  ) {}

  static async start<const M extends Manifest>(
    manifest: M,
    models: Readonly<Record<ClassifierName<M>, FakeModel>>,
    options: ProxyOptions = {},
  ): Promise<FakeModels<M>> {
    const asked: Record<string, (readonly WireValue[])[]> = {}
    const classifiers = mapClassifiers(manifest, (name) => {
      const seen: (readonly WireValue[])[] = []
      asked[name] = seen
      return classifierOf(manifest, name, (row) => {
        seen.push(row)
        return models[name](row)
      })
    })
    const addresses = byClassifier<M, string>(
      classifierNames(manifest).map((name) => [name, classifiers[name].address]),
    )
    return new FakeModels(await RunningProxy.start<M>(manifest, addresses, options), classifiers, asked)
  }

  /** Stops its servers: connections are refused from now on. */
  stop(name: ClassifierName<M>) {
    this.classifiers[name]?.stop()
  }

  async [Symbol.asyncDispose]() {
    await this.proxy[Symbol.asyncDispose]()
    const all = Object.values(this.classifiers)
    await Promise.all(all.map((classifier) => classifier[Symbol.asyncDispose]()))
  }
}

function classifierOf(manifest: Manifest, name: string, model: FakeModel): FaultyClassifier {
  const features = classifierFeatures(manifest, name)
  const output = outputOf(manifest.classifiers[name] ?? {})
  const sample = sampleRow(manifest, features)
  return new FaultyClassifier(({ method, path, body }) => {
    if (path === '/health' || path === '/health/ready') return Response.json({ health: 'ok' })
    if (path === '/metadata') {
      return Response.json({
        classifier: name,
        data_type: new RowCodec(manifest, features).fitsFloat32 ? 'float32' : 'float64',
        data_structure: `(1,${features.length})`,
        data_sample: [sample],
        prediction_type: 'float32',
        prediction_structure: `(1,${output.width})`,
        prediction_sample: model(sample),
        features,
        ...output.description,
        model: { file: `${name}.onnx`, sha256: '0'.repeat(64), input: 'X', output: 'Y' },
        runtime: { bun: '1', onnxruntime: '1' },
      })
    }
    const rows: WireValue[][] = method === 'GET' ? [sample] : JSON.parse(body).data
    return Response.json({ classifier: name, prediction: rows.map(model) })
  })
}
