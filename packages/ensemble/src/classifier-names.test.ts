import { describe, expect, test } from 'bun:test'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import {
  type ClassifierName,
  classifierNames,
  mapClassifiers,
  type PerClassifier,
} from './classifier-names.ts'
import type { Manifest } from './manifest.ts'

checkTypes<
  [
    Expect<Equal<ClassifierName<typeof iris>, 'setosa' | 'virginica' | 'versicolor'>>,
    Expect<Equal<ClassifierName<Manifest>, string>>,
    Expect<
      Equal<PerClassifier<typeof iris, number>, { setosa: number; virginica: number; versicolor: number }>
    >,
  ]
>()

describe('names', () => {
  test('keep the order of the manifest', () => {
    expect(classifierNames(iris)).toEqual(['setosa', 'virginica', 'versicolor'])
    expect(Object.keys(mapClassifiers(iris, (name) => name.length))).toEqual([
      'setosa',
      'virginica',
      'versicolor',
    ])
  })
})
