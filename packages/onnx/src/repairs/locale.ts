import { create } from '@bufbuild/protobuf'
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  type ModelProto,
} from 'onnx-buf'
import { attributeOf } from '../graph.ts'

/**
 * Text models of scikit-learn write small letters by the rules of a locale, "en_US" if none is said, which few
 * containers have. Gives them another one.
 * @returns what was changed, or nothing when no node asks for a locale
 */
export function setLocale(model: ModelProto, locale: string): string | undefined {
  const nodes = model.graph?.node.filter(({ opType }) => opType === 'StringNormalizer') ?? []
  const value = new TextEncoder().encode(locale)
  const replaced = new Set<string>()
  for (const node of nodes) {
    const attribute = attributeOf(node, 'locale')
    replaced.add(attribute ? new TextDecoder().decode(attribute.s) : 'en_US')
    node.attribute = node.attribute.filter((other) => other !== attribute)
    node.attribute.push(
      create(AttributeProtoSchema, { name: 'locale', type: AttributeType.STRING, s: value }),
    )
  }
  if (nodes.length === 0) return undefined
  return `text is normalized by the locale ${locale}, as this machine lacks ${[...replaced].join(', ')}`
}
