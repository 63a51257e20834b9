import { describe, expect, test } from 'bun:test'
import { matchClasses } from './class-order.ts'
import { ContractError } from './contract-error.ts'

describe('matchClasses', () => {
  test.each<[string, string[], string[], number[]]>([
    ['the same names', ['a', 'b'], ['a', 'b'], [0, 1]],
    ['the same names in another order', ['malignant', 'benign'], ['benign', 'malignant'], [1, 0]],
    ['whole numbers by name', ['2', '10'], ['10', '2'], [1, 0]],
    ['a negative label, which JSON does not move', ['1', '-1'], ['-1', '1'], [1, 0]],
    ['counted classes by place', ['x', 'y', 'z'], ['0', '1', '2'], [0, 1, 2]],
    ['false and true, which are counted', ['True', 'False'], ['0', '1'], [1, 0]],
  ])('takes %s', (_, expected, said, order) => {
    expect(matchClasses(expected, said).order).toEqual(order)
  })

  test('says when it is not by the same name at the same place', () => {
    expect(matchClasses(['a', 'b'], ['a', 'b']).note).toBeUndefined()
    expect(matchClasses(['b', 'a'], ['a', 'b']).note).toContain('matched by name')
    expect(matchClasses(['x', 'y'], ['0', '1']).note).toBe(
      'it counts its classes, taken by place: 0 is x, 1 is y',
    )
  })

  test.each<[string, string[], string[]]>([
    ['another name', ['a', 'b'], ['a', 'c']],
    ['more classes', ['a', 'b'], ['a', 'b', 'c']],
    ['places of which some are names', ['1', '2'], ['0', '1']],
    ['numbers that do not begin at 0', ['x', 'y'], ['1', '2']],
    ['-1 and 1 for text', ['x', 'y'], ['-1', '1']],
  ])('refuses %s and shows both', (_, expected, said) => {
    expect(() => matchClasses(expected, said)).toThrow(ContractError)
    expect(() => matchClasses(expected, said)).toThrow(said.map((name) => JSON.stringify(name)).join(', '))
  })
})
