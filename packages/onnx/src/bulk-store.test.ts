import { describe, expect, test } from 'bun:test'
import { attribute, DataType, exportedModel, floats, sequenceOfMaps, tensor } from '../test/exported-model.ts'
import { BulkStore } from './bulk-store.ts'
import { openModel } from './onnx-model.ts'

const many = Array.from({ length: 40_000 }, (_, i) => i / 7)
const large = exportedModel({
  inputs: [tensor('x', DataType.FLOAT, ['N', 2])],
  nodes: [
    {
      opType: 'Trees',
      input: ['x'],
      output: ['y'],
      attribute: [attribute.ints('nodes', many.map(Math.floor)), attribute.text('post', 'NONE')],
    },
    {
      opType: 'ZipMap',
      domain: 'ai.onnx.ml',
      input: ['y'],
      output: ['z'],
      attribute: [attribute.texts('classlabels_strings', ['a', 'b'])],
    },
  ],
  constants: [floats('weights', [40_000], many), floats('small', [1], [1])],
  outputs: [sequenceOfMaps('z', DataType.STRING)],
})

describe('a large model', () => {
  test('is read without its weights and trees, and written with them', () => {
    const store = new BulkStore()
    const rest = store.takeOut(large)
    expect(rest.length).toBeLessThan(1000)
    expect(store.putBack(rest)).toEqual(new Uint8Array(large))
  })

  test('is repaired like a small one', () => {
    const model = openModel(large)
    expect(model.repairs).toHaveLength(1)
    expect(model.classNames('z')).toEqual(['a', 'b'])
    // The repair changes some bytes around the large parts, which are all there.
    expect(Math.abs(model.bytes.length - large.length)).toBeLessThan(200)
    expect(openModel(model.bytes).repairs).toEqual([])
  })
})
