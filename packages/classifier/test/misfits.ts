import {
  integerModel,
  labelModel,
  linearModel,
  nanModel,
  twoInputModel,
  unboundedModel,
} from './edited-model.ts'

/** A file that cannot be the model of a classifier with 4 features and 2 classes, and what is to be said of it. */
export type Misfit = { what: string; bytes: Uint8Array; expected: string; found: string | RegExp }

const PROBABILITIES = 'an output with the probabilities of 2 classes'

export const misfits: Misfit[] = [
  {
    what: 'another number of features',
    bytes: linearModel(3, 2),
    expected: 'an input of 4 columns, one a feature',
    found: 'input: float32 [N, 3]',
  },
  {
    what: 'another number of classes',
    bytes: linearModel(4, 3),
    expected: PROBABILITIES,
    found: 'output_label: int64 [N], output_probability: float32 [N, 3]',
  },
  { what: 'labels alone', bytes: labelModel(), expected: PROBABILITIES, found: 'output_label: int64 [N]' },
  {
    what: 'two inputs',
    bytes: twoInputModel(),
    expected: 'inputs of 4 columns in all',
    found: 'input: float32 [N, 4], threshold: float32 [N, 1]',
  },
  {
    what: 'whole numbers',
    bytes: integerModel(),
    expected: 'features for counts: int64 [N, 4]',
    found: 'f0: number',
  },
  {
    what: 'a Git LFS pointer',
    bytes: new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n'),
    expected: 'an ONNX model in setosa.onnx',
    found: /^a Git LFS pointer.*git lfs pull/,
  },
  {
    what: 'a page',
    bytes: new TextEncoder().encode('\n<!DOCTYPE html><html></html>'),
    expected: 'an ONNX model in setosa.onnx',
    found: /^an HTML page/,
  },
  {
    what: 'nothing',
    bytes: new Uint8Array(),
    expected: 'an ONNX model in setosa.onnx',
    found: 'an empty file',
  },
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
    expected: 'an answer to the sample [5.1, 3.5, 1.4, 0.2]',
    found: /^the model gave -?[\d.]+, expected a probability in \[0, 1\]/,
  },
  {
    what: 'NaN',
    bytes: nanModel(),
    expected: 'an answer to the sample [5.1, 3.5, 1.4, 0.2]',
    found: 'the model gave NaN, expected a probability in [0, 1]',
  },
]
