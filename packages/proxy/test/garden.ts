import type { Manifest } from '@sepal/ensemble'

/** An ensemble unlike iris: five classifiers of two features, not all of two classes. */
export const garden = {
  name: 'garden',
  features: {
    height: { number: { unit: 'm', range: [0, 3] } },
    leaves: { number: { unit: '', range: [0, 900] } },
  },
  sample: { height: 1.2, leaves: 40 },
  classifiers: {
    rose: { model: 'rose.onnx', port: 8100, probabilities: { rose: {}, rest: {} } },
    'sun-flower': {
      model: 'sun-flower.onnx',
      port: 8101,
      probabilities: { 'sun-flower': {}, topinambur: {}, rest: {} },
    },
    lily: { model: 'lily.onnx', port: 8102, probabilities: { lily: {}, rest: {} } },
    oak_tree: {
      model: 'oak_tree.onnx',
      port: 8103,
      probabilities: { oak: {}, beech: {}, birch: {}, rest: {} },
    },
    moss2: { model: 'moss2.onnx', port: 8104, probabilities: { moss: {}, rest: {} } },
  },
  combine: { 'one-vs-rest-normalized': {} },
} satisfies Manifest
/** Its sample as an array row. */
export const gardenRow = [1.2, 40]
export type GardenName = 'rose' | 'sun-flower' | 'lily' | 'oak_tree' | 'moss2'
