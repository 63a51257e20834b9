import { create } from '@bufbuild/protobuf'
import { type GraphProto, ValueInfoProtoSchema } from 'onnx-buf'
import { constantTexts } from '../constant-texts.ts'
import { constantOf, producerOf } from '../graph.ts'
import { matrixType } from './matrix-type.ts'
import type { Repair } from './repair.ts'

/** An output that is one column of a matrix in the graph. */
type Column = { output: string; matrix: string; index: number }

const KEEPS_NUMBERS = new Set(['Identity', 'Reshape', 'Squeeze', 'Flatten'])

/**
 * `zipmap: 'columns'` of skl2onnx cuts the matrix of probabilities into an output a class, named after the class:
 * "s" before a text, "i" before a whole number. The matrix is given instead.
 */
export const joinClassColumns: Repair = (graph, { classNames }) => {
  const columns = graph.output.flatMap(({ name }) => columnOf(graph, name) ?? [])
  const sentences: string[] = []
  for (const matrix of new Set(columns.map((column) => column.matrix))) {
    const own = columns.filter((column) => column.matrix === matrix).toSorted((a, b) => a.index - b.index)
    if (own.length < 2 || own.some(({ index }, i) => index !== i)) continue
    const classes = namesIn(own.map(({ output }) => output))
    if (classes === undefined) continue
    const joined = new Set(own.map(({ output }) => output))
    graph.output = graph.output.filter(({ name }) => !joined.has(name) && name !== matrix)
    graph.output.push(create(ValueInfoProtoSchema, { name: matrix, type: matrixType(own.length) }))
    classNames.set(matrix, classes)
    sentences.push(`${matrix}: the outputs ${[...joined].join(', ')} are read as [N, ${own.length}]`)
  }
  return sentences
}

function columnOf(graph: GraphProto, output: string): Column | undefined {
  let node = producerOf(graph, output)
  while (node && KEEPS_NUMBERS.has(node.opType)) node = producerOf(graph, node.input[0] ?? '')
  if (node?.opType !== 'Slice') return undefined
  const [matrix = '', starts = '', ends = '', axes = ''] = node.input
  const [start, end, axis] = [starts, ends, axes].map((name) => wholeNumber(graph, name))
  if (start === undefined || end !== start + 1 || axis !== 1) return undefined
  return { output, matrix, index: start }
}

function wholeNumber(graph: GraphProto, name: string): number | undefined {
  const constant = constantOf(graph, name)
  const texts = constant && constantTexts(constant)
  return texts?.length === 1 ? Number(texts[0]) : undefined
}

function namesIn(outputs: string[]): string[] | undefined {
  const rest = outputs.map((output) => output.slice(1))
  if (outputs.every((output) => output.startsWith('s') && output.length > 1)) return rest
  return outputs.every((output) => /^i-?\d+$/.test(output)) ? rest : undefined
}
