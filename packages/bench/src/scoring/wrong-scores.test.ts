import { expect, test } from 'bun:test'
import { wrongScores } from './wrong-scores.ts'

const expected = [
  { label: 'rose', proba: 0.75 },
  { label: 'tulip', proba: 0.5 },
]
const [rose, tulip] = ['1,2,rose,0.75\n', '3,4,tulip,0.5\n']
const head = 'a,b,label,proba\n'

test('scores are right when each row has its decision, however often it repeats', () => {
  expect(wrongScores(head + rose + tulip + rose + tulip, expected, 4)).toBeUndefined()
})

test.each([
  ['a row that is missing', head + rose, 'it has 1 rows, expected 2'],
  ['one too many', head + rose + tulip + rose, 'it has 3 rows, expected 2'],
  ['a line that is cut', `${head + rose}3,4,tul`, 'its last line is not whole'],
  ['another label', `${head + rose}3,4,rose,0.5\n`, /^row 1 is 3,4,rose,0.5, expected .*tulip/],
  ['another number', `${head}1,2,rose,0.7\n${tulip}`, /^row 0 is 1,2,rose,0.7, expected .*0.75/],
])('scores are wrong with %s', (_, output, reason) => {
  expect(wrongScores(output, expected, 2)).toMatch(reason)
})

test('scores are wrong when a repeated row has another decision', () => {
  const output = `${head + rose + tulip + rose}3,4,tulip,0.6\n`
  expect(wrongScores(output, expected, 4)).toBe('row 3 is 3,4,tulip,0.6, expected 3,4,tulip,0.5')
})
