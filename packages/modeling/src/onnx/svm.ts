import type { SvmModel } from '../svm/classifier.ts'
import { attribute, encodeClassifier, INPUT, LABEL, PROBABILITY } from './model.ts'

/** Label 0 is the classifier's own class, 1 the rest. */
const LABELS = [0, 1]

/**
 * A trained classifier as an ONNX file: Scaler → SVMClassifier, which also makes the probabilities.
 * `input` [N, F] float32 → `output_label` [N] int64, `output_probability` [N, 2] float32, the own class's first.
 */
export function writeSvmModel(name: string, model: SvmModel): Uint8Array {
  const { scaling, gamma, vectors, rho, sigmoid } = model
  const own = vectors.filter(({ coefficient }) => coefficient > 0).length
  return encodeClassifier({
    name,
    features: scaling.mean.length,
    classes: LABELS.length,
    nodes: [
      {
        name: 'scaler',
        opType: 'Scaler',
        domain: 'ai.onnx.ml',
        input: [INPUT],
        output: ['scaled'],
        attribute: [
          attribute.floats('offset', scaling.mean),
          attribute.floats(
            'scale',
            scaling.deviation.map((deviation) => 1 / deviation),
          ),
        ],
      },
      {
        name: 'svm',
        opType: 'SVMClassifier',
        domain: 'ai.onnx.ml',
        input: ['scaled'],
        output: [LABEL, PROBABILITY],
        attribute: [
          attribute.ints('classlabels_ints', LABELS),
          attribute.floats(
            'coefficients',
            vectors.map(({ coefficient }) => coefficient),
          ),
          // γ, and the two parameters of other kernels.
          attribute.floats('kernel_params', [gamma, 0, 0]),
          attribute.text('kernel_type', 'RBF'),
          attribute.text('post_transform', 'NONE'),
          attribute.floats('prob_a', [sigmoid.slope]),
          attribute.floats('prob_b', [sigmoid.offset]),
          // The operator adds its rho, where LIBSVM subtracts it.
          attribute.floats('rho', [-rho]),
          attribute.floats(
            'support_vectors',
            vectors.flatMap(({ row }) => [...row]),
          ),
          attribute.ints('vectors_per_class', [own, vectors.length - own]),
        ],
      },
    ],
  })
}
