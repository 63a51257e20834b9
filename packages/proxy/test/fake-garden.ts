import { byClassifier, type ClassifierName, classifierNames, mapClassifiers } from '@sepal/ensemble'
import { eventually } from '@sepal/server/testing'
import { type Answer, FaultyClassifier } from './faulty-classifier.ts'
import { garden, gardenRow } from './garden.ts'
import { MovableClock } from './movable-clock.ts'
import { type ProxyOptions, RunningProxy } from './running-proxy.ts'

type GardenName = ClassifierName<typeof garden>

/** Max wait of any request, ms. */
const MAX_DEADLINE_MS = 60_000

/** Each classifier's probability of its own class in the fake garden. */
export const sureness = { rose: 0.25, 'sun-flower': 0.5, lily: 0.75, oak_tree: 0.125, moss2: 0 }

/** A healthy classifier of the garden: it answers with the probability above. */
export function gardener(name: GardenName): Answer {
  const row = rowOf(name)
  return ({ method, path, body }) => {
    if (path === '/health') return Response.json({ health: 'ok' })
    if (path === '/metadata') return Response.json(metadataOf(name))
    const rows: unknown[] = method === 'GET' ? [row] : JSON.parse(body).data
    return Response.json({ classifier: name, prediction: rows.map(() => row) })
  }
}

function rowOf(name: GardenName): number[] {
  const classes = Object.keys(garden.classifiers[name].probabilities)
  return classes.map((_, k) => (k === 0 ? sureness[name] : (1 - sureness[name]) / (classes.length - 1)))
}

/** The metadata of a classifier of the garden. */
export function metadataOf(name: GardenName) {
  const row = rowOf(name)
  return {
    classifier: name,
    data_type: 'float32',
    data_structure: '(1,2)',
    data_sample: [gardenRow],
    prediction_type: 'float32',
    prediction_structure: `(1,${row.length})`,
    prediction_sample: row,
    features: Object.keys(garden.features),
    classes: Object.keys(garden.classifiers[name].probabilities),
    model: {
      file: `${name}.onnx`,
      sha256: '0'.repeat(64),
      input: 'X',
      output: 'Y',
      ...(name === 'lily' && { repairs: ['its ZipMap is cut'] }),
    },
    runtime: { bun: '1', onnxruntime: '1' },
  }
}

export type FakeGardenOptions = Omit<ProxyOptions, 'clock'> & {
  /** addresses to use instead of a fake's */
  elsewhere?: Partial<Record<GardenName, string>>
  /** called when a call to a fake was cancelled before it was answered */
  onAbort?: (name: GardenName) => void
}

/** A proxy for the garden over fake classifiers, all healthy except those that a test replaces. */
export class FakeGarden implements AsyncDisposable {
  private constructor(
    readonly proxy: RunningProxy<typeof garden>,
    readonly classifiers: Record<GardenName, FaultyClassifier>,
    private readonly clock: MovableClock,
  ) {}

  static async start(
    answers: Partial<Record<GardenName, Answer>> = {},
    { elsewhere = {}, onAbort, ...options }: FakeGardenOptions = {},
  ): Promise<FakeGarden> {
    const classifiers = mapClassifiers(
      garden,
      (name) => new FaultyClassifier(answers[name] ?? gardener(name), () => onAbort?.(name)),
    )
    const addresses = mapClassifiers(garden, (name) => elsewhere[name] ?? classifiers[name].address)
    const clock = new MovableClock()
    const proxy = await RunningProxy.start(garden, addresses, { ...options, clock })
    return new FakeGarden(proxy, classifiers, clock)
  }

  /**
   * Ends the deadline of this many requests for predictions, which all classifiers but these have answered. Resolves once
   * it has passed; until then the others have as long as they need.
   */
  async passDeadline(late: readonly GardenName[], requests = 1) {
    await eventually(
      () =>
        Object.entries(this.proxy.clusters.figures()).map(([name, { requests, outcomes }]) => {
          const settled = Object.values(outcomes).reduce((sum, count) => sum + count)
          return { name, unsettled: requests - settled, requests }
        }),
      (clusters) =>
        clusters.every(
          ({ name, unsettled, requests: asked }) =>
            asked === clusters[0]?.requests &&
            unsettled === (late.some((other) => other === name) ? requests : 0),
        ),
      { pauseMs: 0 },
    )
    this.clock.move(MAX_DEADLINE_MS)
  }

  /** The requests that each classifier got. */
  get received() {
    return byClassifier<typeof garden, FaultyClassifier['received']>(
      classifierNames(garden).map((name) => [name, this.classifiers[name].received]),
    )
  }

  async [Symbol.asyncDispose]() {
    await this.proxy[Symbol.asyncDispose]()
    await Promise.all(Object.values(this.classifiers).map((classifier) => classifier[Symbol.asyncDispose]()))
  }
}
