import { describe, expect, test } from 'bun:test'
import type { ElementType } from '@sepal/onnx'
import type { Column } from './signature.ts'
import { type TensorData, tensorData } from './tensor-data.ts'

const columnsOf = (...kinds: Column['kind'][]) =>
  kinds.map((kind, place) => ({
    place,
    column: { name: `c${place}`, kind, values: kind === 'category' ? ['x', 'y'] : [], mayBeMissing: true },
  }))

/** The tensor of rows of numbers, one after the other. */
function write(type: ElementType, kinds: Column['kind'][], numbers: number[], texts: string[] = []) {
  const rows = { numbers: Float64Array.from(numbers), texts }
  return tensorData(type, columnsOf(...kinds), rows, kinds.length)
}

describe('tensorData', () => {
  test.each<[ElementType, Column['kind'][], number[], string[], TensorData]>([
    ['float32', ['number'], [0.5, Number.NaN], [], Float32Array.of(0.5, Number.NaN)],
    ['float64', ['number', 'integer'], [0.1, 2 ** 53 - 1], [], Float64Array.of(0.1, 2 ** 53 - 1)],
    ['int64', ['integer'], [-(2 ** 53) + 1, -5, 3], [], BigInt64Array.of(-(2n ** 53n) + 1n, -5n, 3n)],
    ['uint64', ['integer'], [2 ** 53 - 1, 2 ** 32], [], BigUint64Array.of(2n ** 53n - 1n, 2n ** 32n)],
    ['int32', ['integer', 'category'], [-5, 1], [], Int32Array.of(-5, 1)],
    ['uint8', ['integer'], [255], [], Uint8Array.of(255)],
    ['bool', ['boolean'], [1, 0], [], Uint8Array.of(1, 0)],
    [
      'string',
      ['category', 'text'],
      [1, 0, 0, 1, Number.NaN, Number.NaN],
      ['p', 'q'],
      ['y', 'p', 'x', 'q', '', ''],
    ],
  ])('writes %s', (type, kinds, numbers, texts, expected) => {
    const written = write(type, kinds, numbers, texts)
    expect(written.constructor).toBe(expected.constructor)
    expect([...written]).toEqual([...expected])
  })

  test('takes the columns that it is told, in that order', () => {
    const [a, b, c] = columnsOf('number', 'number', 'number')
    if (!a || !b || !c) throw new Error('three columns')
    const rows = { numbers: Float32Array.of(1, 2, 3, 4, 5, 6), texts: [] }
    expect(tensorData('float32', [c, a], rows, 3)).toEqual(Float32Array.of(3, 1, 6, 4))
  })

  // A typed array would keep other bits without a word.
  test.each<[ElementType, number]>([
    ['int32', 2 ** 31],
    ['uint8', -1],
    ['uint8', 256],
    ['uint64', -1],
    ['int64', 0.5],
    ['int64', Number.NaN],
    ['int64', 2 ** 60],
    ['float32', 1e300],
  ])('throws for %s of %p', (type, value) => {
    expect(() => write(type, ['integer'], [value])).toThrow(RangeError)
  })
})
