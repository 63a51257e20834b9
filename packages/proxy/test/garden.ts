import type { Manifest } from '@sepal/ensemble'

/** An ensemble that has nothing in common with iris: five classifiers of two features, not all of two classes. */
export const garden = {
  name: 'garden',
  features: [
    { name: 'height', unit: 'm', range: [0, 3] },
    { name: 'leaves', unit: '', range: [0, 900] },
  ],
  sample: [1.2, 40],
  classifiers: {
    rose: { model: 'rose.onnx', port: 8100, classes: ['rose', 'rest'] },
    'sun-flower': { model: 'sun-flower.onnx', port: 8101, classes: ['sun-flower', 'topinambur', 'rest'] },
    lily: { model: 'lily.onnx', port: 8102, classes: ['lily', 'rest'] },
    oak_tree: { model: 'oak_tree.onnx', port: 8103, classes: ['oak', 'beech', 'birch', 'rest'] },
    moss2: { model: 'moss2.onnx', port: 8104, classes: ['moss', 'rest'] },
  },
  combine: 'one-vs-rest-normalized',
} satisfies Manifest
export type GardenName = 'rose' | 'sun-flower' | 'lily' | 'oak_tree' | 'moss2'
