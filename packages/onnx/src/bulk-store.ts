import { create, toBinary } from '@bufbuild/protobuf'
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProtoSchema,
} from 'onnx-buf'
import { fieldsOf, rewrite } from './wire-format.ts'

/** Weights and trees of more bytes than this are not read: as objects they would take twenty times as much memory. */
const LARGE = 65_536
const MARK = 'sepal-bulk:'

/** The numbers of the fields on the way to what is large: onnx.proto3. */
const MODEL = { graph: 7 }
const GRAPH = { node: 1, initializer: 5 }
const NODE = { attribute: 5 }
const ATTRIBUTE = { name: 1, subgraph: 6, subgraphs: 11, reference: 21 }
const TENSOR = { name: 8, documentation: 12 }

/** Keeps the large parts of a model aside while the rest of it is read, edited and written. */
export class BulkStore {
  readonly #parts: Uint8Array[] = []

  /**
   * The model with a mark in place of each large part.
   * @throws RangeError when the bytes are no message
   */
  takeOut(model: Uint8Array): Uint8Array {
    if (model.length < LARGE) return model
    return eachPart(model, {
      attribute: (bytes) => {
        if (bytes.length < LARGE || has(bytes, ATTRIBUTE.subgraph) || has(bytes, ATTRIBUTE.subgraphs))
          return bytes
        const type = AttributeType.UNDEFINED
        const name = textAt(bytes, ATTRIBUTE.name)
        return toBinary(
          AttributeProtoSchema,
          create(AttributeProtoSchema, { name, type, refAttrName: this.#keep(bytes) }),
        )
      },
      tensor: (bytes) => {
        if (bytes.length < LARGE) return bytes
        const name = textAt(bytes, TENSOR.name)
        return toBinary(TensorProtoSchema, create(TensorProtoSchema, { name, docString: this.#keep(bytes) }))
      },
    })
  }

  /** The model with the large parts where their marks are. */
  putBack(model: Uint8Array): Uint8Array {
    if (this.#parts.length === 0) return model
    return eachPart(model, {
      attribute: (bytes) => this.#kept(textAt(bytes, ATTRIBUTE.reference)) ?? bytes,
      tensor: (bytes) => this.#kept(textAt(bytes, TENSOR.documentation)) ?? bytes,
    })
  }

  #keep(bytes: Uint8Array): string {
    return `${MARK}${this.#parts.push(bytes) - 1}`
  }

  #kept(text: string): Uint8Array | undefined {
    return text.startsWith(MARK) ? this.#parts[Number(text.slice(MARK.length))] : undefined
  }
}

type Edit = (bytes: Uint8Array) => Uint8Array

function eachPart(model: Uint8Array, { attribute, tensor }: { attribute: Edit; tensor: Edit }): Uint8Array {
  const node: Edit = (bytes) =>
    rewrite(bytes, (number, part) => (number === NODE.attribute ? attribute(part) : part))
  const graph: Edit = (bytes) =>
    rewrite(bytes, (number, part) => {
      if (number === GRAPH.node) return node(part)
      return number === GRAPH.initializer ? tensor(part) : part
    })
  return rewrite(model, (number, part) => (number === MODEL.graph ? graph(part) : part))
}

function has(bytes: Uint8Array, wanted: number): boolean {
  for (const { number } of fieldsOf(bytes)) if (number === wanted) return true
  return false
}

/** The first text in a field; empty without one. */
function textAt(bytes: Uint8Array, wanted: number): string {
  for (const { number, from, to } of fieldsOf(bytes)) {
    if (number === wanted) return new TextDecoder().decode(bytes.subarray(from, to))
  }
  return ''
}
