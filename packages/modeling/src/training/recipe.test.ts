import { expect, test } from 'bun:test'
import { parseRecipe } from './recipe.ts'

const recipe = {
  data: 'rows.csv',
  label: 'kind',
  split: { testFraction: 0.3, seed: 42 },
  svm: { C: 1, gamma: 'scale', tolerance: 0.001 },
  calibration: { folds: 5, seed: 0 },
}

test('a valid recipe is read', () => {
  expect<unknown>(parseRecipe(JSON.stringify(recipe))).toEqual(recipe)
})

test.each([
  [{ ...recipe, label: undefined }, '/label is missing'],
  [{ ...recipe, svm: { ...recipe.svm, C: -1 } }, '/svm/C is -1'],
  [{ ...recipe, svm: { ...recipe.svm, gamma: 'auto' } }, '/svm/gamma is "auto"'],
  [{ ...recipe, split: { testFraction: 1, seed: 42 } }, '/split/testFraction is 1'],
  [{ ...recipe, calibration: { folds: 1, seed: 0 } }, '/calibration/folds is 1'],
  [{ ...recipe, epochs: 3 }, '/epochs is 3'],
])('%j is refused', (wrong, message) => {
  expect(() => parseRecipe(JSON.stringify(wrong))).toThrow(message)
})

test('a recipe that is not JSON is refused', () => {
  expect(() => parseRecipe('{')).toThrow('training.json is not JSON')
})
