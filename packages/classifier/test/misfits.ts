import {
  integerModel,
  labelModel,
  linearModel,
  nanModel,
  oneRowModel,
  twoInputModel,
  unboundedModel,
  zipMapModel,
} from './edited-model.ts'

/** A file that cannot be the model of a classifier with 4 features and 2 classes, and what is to be said of it. */
export type Misfit = { what: string; bytes: Uint8Array; expected: string; found: string | RegExp }

const PROBABILITIES = 'an output of float32 [N, 2] with the probabilities'
const INPUT = 'one input of float32 [N, 4]'

export const misfits: Misfit[] = [
  {
    what: 'another number of features',
    bytes: linearModel(3, 2),
    expected: INPUT,
    found: 'input: float32 [N, 3]',
  },
  {
    what: 'another number of classes',
    bytes: linearModel(4, 3),
    expected: PROBABILITIES,
    found: 'output_label: int64 [N], output_probability: float32 [N, 3]',
  },
  {
    what: 'a list of dictionaries for probabilities',
    bytes: zipMapModel(),
    expected: PROBABILITIES,
    found: 'output_label: int64 [N], zipped: not a tensor; export a scikit-learn model with zipmap=False',
  },
  { what: 'labels alone', bytes: labelModel(), expected: PROBABILITIES, found: 'output_label: int64 [N]' },
  { what: 'one row at a time', bytes: oneRowModel(), expected: INPUT, found: 'input: float32 [1, 4]' },
  { what: 'whole numbers', bytes: integerModel(), expected: INPUT, found: 'counts: int64 [N, 4]' },
  {
    what: 'two inputs',
    bytes: twoInputModel(),
    expected: INPUT,
    found: 'input: float32 [N, 4], threshold: float32 [N, 1]',
  },
  {
    what: 'text',
    bytes: new TextEncoder().encode('version https://git-lfs.github.com/spec/v1'),
    expected: 'an ONNX model in setosa.onnx',
    found: /protobuf/i,
  },
  { what: 'nothing', bytes: new Uint8Array(), expected: 'an ONNX model in setosa.onnx', found: /./ },
  {
    what: 'half a model',
    bytes: linearModel(4, 2).slice(0, 60),
    expected: 'an ONNX model in setosa.onnx',
    found: /./,
  },
]

/** Files that load, and whose answers are no probabilities. */
export const misfitAnswers: Misfit[] = [
  {
    what: 'numbers of any size',
    bytes: unboundedModel(),
    expected: 'finite probabilities for the sample [5.1, 3.5, 1.4, 0.2]',
    found: /^the model gave -?[\d.]+, expected a probability in \[0, 1\]/,
  },
  {
    what: 'NaN',
    bytes: nanModel(),
    expected: 'finite probabilities for the sample [5.1, 3.5, 1.4, 0.2]',
    found: 'the model gave NaN, expected a probability in [0, 1]',
  },
]
