import { TensorProto_DataType as DataType } from 'onnx-buf'
import { producerOf, textsOf } from '../graph.ts'
import { cast } from './cast.ts'
import { matrixType } from './matrix-type.ts'
import type { Repair } from './repair.ts'

/**
 * skl2onnx, LightGBM and CatBoost end a classifier with ZipMap, which makes a dictionary of each row. Its input is the
 * matrix of probabilities; its attributes name the columns.
 */
export const cutZipMap: Repair = (graph, { classNames }) => {
  const sentences: string[] = []
  for (const output of graph.output) {
    const node = producerOf(graph, output.name)
    if (node?.opType !== 'ZipMap') continue
    const classes = textsOf(node, 'classlabels_strings', 'classlabels_int64s')
    // Of a pipeline in float64, the matrix is one of float64, which ZipMap does not take.
    graph.node[graph.node.indexOf(node)] = cast(node.input[0] ?? '', output.name, DataType.FLOAT)
    output.type = matrixType(classes.length)
    classNames.set(output.name, classes)
    sentences.push(`${output.name}: its list of dictionaries (ZipMap) is read as [N, ${classes.length}]`)
  }
  return sentences
}
