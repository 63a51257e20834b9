import { describe, expect, test } from 'bun:test'
import type { DeclaredValue, ElementType } from '@sepal/onnx'
import { plainSignature } from '../../test/rows.ts'
import { ContractError } from './contract-error.ts'
import { bindInputs } from './input-binding.ts'
import type { Column, Signature } from './signature.ts'

const input = (name: string, type: ElementType, ...columns: (number | string)[]): DeclaredValue => ({
  name,
  kind: 'tensor',
  type,
  shape: ['N', ...columns],
})
const column = (name: string, kind: Column['kind'] = 'number', mayBeMissing = false): Column => ({
  name,
  kind,
  values: kind === 'category' ? ['a', 'b'] : [],
  mayBeMissing,
})

/** Which features each input takes, by name. */
function bind(inputs: DeclaredValue[], columns: Column[], said?: Signature['inputs']) {
  const { bindings } = bindInputs(inputs, { ...plainSignature(1, 2), columns, inputs: said })
  return Object.fromEntries(
    bindings.map(({ input: name, columns: own }) => [name, own.map((bound) => bound.column.name)]),
  )
}

function refusalOf(...args: Parameters<typeof bind>): ContractError {
  try {
    bind(...args)
  } catch (error) {
    if (error instanceof ContractError) return error
    throw error
  }
  throw new Error('it was accepted')
}

const abc = ['a', 'b', 'c'].map((name) => column(name))

describe('features go to inputs', () => {
  test.each<[string, DeclaredValue[], Column[], Signature['inputs'], Record<string, string[]>]>([
    ['as one matrix', [input('X', 'float32', 3)], abc, undefined, { X: ['a', 'b', 'c'] }],
    ['as one matrix of open width', [input('X', 'float32', 'M')], abc, undefined, { X: ['a', 'b', 'c'] }],
    ['as a list of one feature', [input('X', 'float32')], abc.slice(0, 1), undefined, { X: ['a'] }],
    [
      'by name, in whatever order',
      [input('c', 'float32', 1), input('a', 'float32'), input('b', 'float32', 1)],
      abc,
      undefined,
      { c: ['c'], a: ['a'], b: ['b'] },
    ],
    [
      'by name without regard to capitals and separators',
      [input('Bill Length', 'float32', 1), input('bill.depth', 'float32', 1)],
      [column('bill_depth'), column('bill_length')],
      undefined,
      { 'Bill Length': ['bill_length'], 'bill.depth': ['bill_depth'] },
    ],
    [
      'in blocks, in their order',
      [input('x', 'float32', 2), input('y', 'float32', 1)],
      abc,
      undefined,
      { x: ['a', 'b'], y: ['c'] },
    ],
    [
      'in blocks as the manifest says',
      [input('x', 'float32', 2), input('y', 'float32', 1)],
      abc,
      { x: ['c', 'a'], y: ['b'] },
      { x: ['c', 'a'], y: ['b'] },
    ],
  ])('%s', (_, inputs, columns, said, expected) => {
    expect(bind(inputs, columns, said)).toEqual(expected)
  })
})

describe('a model is refused', () => {
  test.each<[string, Parameters<typeof bind>, RegExp]>([
    ['for too few features', [[input('X', 'float32', 4)], abc], /"features"/],
    [
      'when only some inputs have names of features',
      [[input('a', 'float32', 1), input('b', 'float32', 1), input('z', 'float32', 1)], abc],
      /^z: no feature has this name/,
    ],
    [
      'when it takes some of the features by name',
      [[input('a', 'float32', 1), input('c', 'float32', 1)], abc],
      /"features": \["a","c"\]/,
    ],
    [
      'for inputs of open width',
      [[input('x', 'float32', 'M'), input('y', 'float32', 'M')], abc],
      /"inputs": { "x": \[ … \], "y": \[ … \] }/,
    ],
    ['for a number where text goes', [[input('X', 'string', 1)], [column('a')]], /a category or a text/],
    [
      'for text where numbers go',
      [[input('X', 'float32', 1)], [column('a', 'text')]],
      /a category or a number/,
    ],
    ['for a number where whole ones go', [[input('X', 'int64', 1)], [column('a')]], /make a an integer/],
    [
      'for a gap where whole numbers go',
      [[input('X', 'int64', 1)], [column('a', 'integer', true)]],
      /int64 has no gaps/,
    ],
    ['for a number where booleans go', [[input('X', 'bool', 1)], [column('a')]], /make a a boolean/],
  ])('%s, with what to do', (_, args, advice) => {
    expect(refusalOf(...args).advice).toMatch(advice)
  })

  test('for inputs of images', () => {
    expect(refusalOf([input('image', 'float32', 3, 224)], abc).found).toBe('image: float32 [N, 3, 224]')
  })

  test('for "inputs" that it does not have', () => {
    const refusal = refusalOf([input('X', 'float32', 3)], abc, { Y: ['a', 'b', 'c'] })
    expect([refusal.expected, refusal.found]).toEqual(['"inputs" with X', '"inputs" with Y'])
  })
})
