import type { GraphProto, NodeProto } from 'onnx-buf'
import { constantTexts } from './constant-texts.ts'
import { constantOf, producerOf, textsOf } from './graph.ts'

/** Operators that keep the columns of a matrix in their order. */
const KEEPS_COLUMNS = new Set(
  'Identity Cast Reshape Flatten Squeeze Unsqueeze Normalizer Softmax Sigmoid Mul Div Add Sub Clip Min Max Round'.split(
    ' ',
  ),
)

/** The names of an `ai.onnx.ml` classifier's classes, in the order of its scores; empty for another node. */
const labelsOf = (node: NodeProto) =>
  textsOf(node, 'classlabels_strings', 'classlabels_int64s', 'classlabels_ints')

/**
 * The names of the classes that an output gives, in the order of its columns, where the graph says them: a classifier
 * node behind a matrix of scores; for an output of labels also the list of names from which it picks.
 */
export function classNamesOf(graph: GraphProto, output: string): string[] | undefined {
  const seen = new Set<string>()
  let value = output
  let encoder: NodeProto | undefined
  while (!seen.has(value)) {
    seen.add(value)
    const node = producerOf(graph, value)
    if (node === undefined) return undefined
    const labels = labelsOf(node)
    if (labels.length > 0) return renamed(labels, encoder)
    if (picksFromList(node)) {
      const list = constantOf(graph, node.input[0] ?? '')
      const names = list && constantTexts(list)
      return names && renamed(names, encoder)
    }
    if (node.opType === 'LabelEncoder') encoder = node
    else if (!KEEPS_COLUMNS.has(node.opType)) return undefined
    // Constants stand on either side of an addition or a product.
    const next = node.input.find((input) => input !== '' && constantOf(graph, input) === undefined)
    if (next === undefined) return undefined
    value = next
  }
  return undefined
}

/** Whether an output of labels counts the columns of a matrix from 0: the place of the greatest. */
export function countsColumns(graph: GraphProto, output: string): boolean {
  let node = producerOf(graph, output)
  for (let steps = 0; node && KEEPS_COLUMNS.has(node.opType) && steps < graph.node.length; steps++) {
    node = producerOf(graph, node.input[0] ?? '')
  }
  return node?.opType === 'ArgMax'
}

const picksFromList = ({ opType }: NodeProto) => opType === 'ArrayFeatureExtractor' || opType === 'Gather'

function renamed(labels: string[], encoder: NodeProto | undefined): string[] | undefined {
  if (encoder === undefined) return labels
  const keys = textsOf(encoder, 'keys_int64s', 'keys_strings')
  const values = textsOf(encoder, 'values_strings', 'values_int64s')
  const names = labels.map((label) => values[keys.indexOf(label)])
  return names.every((name) => name !== undefined) ? names : undefined
}
