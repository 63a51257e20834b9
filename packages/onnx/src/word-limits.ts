import type { GraphProto } from 'onnx-buf'
import { attributeOf } from './graph.ts'

/** What skl2onnx takes for a word unless it is told otherwise. */
const ASCII_WORD = '[a-zA-Z0-9_]+'

/**
 * What to know of the words that a graph cuts texts into, where they are not those of scikit-learn: it knows the letters
 * of all languages, and no words of one letter.
 */
export function noteOnWords(graph: GraphProto): string | undefined {
  const decoder = new TextDecoder()
  const isAscii = graph.node.some(
    (node) => node.opType === 'Tokenizer' && decoder.decode(attributeOf(node, 'tokenexp')?.s) === ASCII_WORD,
  )
  if (!isAscii) return undefined
  return 'its words end at letters such as ä, and may have one letter, unlike scikit-learn\'s: if that matters, use the option "tokenexp" of skl2onnx'
}
