import type { GraphProto, ModelProto } from 'onnx-buf'
import { categoryValuesOf } from './category-values.ts'
import { classNamesOf, countsColumns } from './class-names.ts'
import { externalFiles } from './external-data.ts'
import { fillsGaps } from './filled-gaps.ts'
import { ModelFileError, readModel } from './model-file.ts'
import { producerOf } from './producer.ts'
import { repairGraph } from './repair.ts'
import { inputsOf } from './repairs/fixed-batch.ts'
import { setLocale } from './repairs/locale.ts'
import { type DeclaredValue, declaredValue } from './tensor-type.ts'
import { noteOnWords } from './word-limits.ts'

/** An ONNX model as it can be served: repaired in memory; the file stays as it is. */
export type OnnxModel = {
  /** what to give to ONNX Runtime: the file's own bytes when nothing was repaired */
  bytes: Uint8Array
  /** what wrote it, as `skl2onnx 1.20.0`; empty where the file does not say */
  producer: string
  inputs: DeclaredValue[]
  outputs: DeclaredValue[]
  /** the names of the classes of an output, in the order of its columns, where the model says them */
  classNames: (output: string) => string[] | undefined
  /** the values of a column of an input of texts, where the model encodes it as a category */
  categoryValues: (input: string, column: number) => string[] | undefined
  /** whether the model puts something in for a gap in a column of an input */
  fillsGaps: (input: string, column: number) => boolean
  /** whether an output of labels counts classes from 0 */
  countsClasses: (output: string) => boolean
  /** each repair, in one sentence */
  repairs: string[]
  /** what is as the file has it, and may surprise, each in one sentence */
  notes: string[]
  /** how many rows the file fixes, if it does; `bytes` takes any number */
  fixedBatch: number | undefined
  /** files with weights, beside the model */
  externalFiles: string[]
  /** the same model with another locale for its texts; nothing when it needs none */
  withLocale: (locale: string) => OnnxModel | undefined
}

/**
 * Reads, describes and repairs an ONNX file.
 * @throws ModelFileError when the file is something else, or its weights lie outside its folder
 */
export function openModel(file: Uint8Array): OnnxModel {
  const { model, write } = readModel(file)
  const graph = graphOf(model)
  const external = externalFiles(graph)
  const { findings, sentences } = repairGraph(graph)
  const words = noteOnWords(graph)
  const described = {
    producer: producerOf(model),
    inputs: inputsOf(graph).map(declaredValue),
    outputs: graph.output.map(declaredValue),
    classNames: (output: string) => findings.classNames.get(output) ?? classNamesOf(graph, output),
    categoryValues: (input: string, column: number) => categoryValuesOf(graph, input, column),
    fillsGaps: (input: string, column: number) => fillsGaps(graph, input, column),
    countsClasses: (output: string) => countsColumns(graph, output),
    notes: words === undefined ? [] : [words],
    fixedBatch: findings.fixedBatch,
    externalFiles: external,
  }
  const withLocale = (locale: string): OnnxModel | undefined => {
    const sentence = setLocale(model, locale)
    if (sentence === undefined) return undefined
    return {
      ...described,
      bytes: write(),
      repairs: [...sentences, sentence],
      withLocale,
    }
  }
  return {
    ...described,
    bytes: sentences.length === 0 ? file : write(),
    repairs: sentences,
    withLocale,
  }
}

function graphOf(model: ModelProto): GraphProto {
  if (model.graph === undefined) throw new ModelFileError('a file without a graph')
  return model.graph
}
