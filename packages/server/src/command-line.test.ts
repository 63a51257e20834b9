import { describe, expect, test } from 'bun:test'
import { checkTypes, type Equal, type Expect } from '../test/type-equality.ts'
import { readCommandLine, UsageError, wholeNumber } from './command-line.ts'

const read = (...args: string[]) =>
  readCommandLine({
    args,
    options: { port: { type: 'string' }, tag: { type: 'string', default: 'new' }, loud: { type: 'boolean' } },
  }).values

type Values = ReturnType<typeof read>
checkTypes<
  [
    Expect<Equal<Values['port'], string | undefined>>,
    Expect<Equal<Values['tag'], string>>,
    Expect<Equal<Values['loud'], boolean | undefined>>,
  ]
>()

test('the options that are there, and the defaults of the others', () => {
  expect(read('--port', '0', '--loud')).toMatchObject({ port: '0', tag: 'new', loud: true })
})

test.each([
  [['--colour'], "Unknown option '--colour', expected the options that --help lists"],
  [['now'], "Unexpected argument 'now', expected the options that --help lists"],
  [['--port', '-1'], "Option '--port' argument is ambiguous, expected the options that --help lists"],
  [['--loud=yes'], "Option '--loud' does not take an argument, expected the options that --help lists"],
])('%p is refused in one line', (args, message) => {
  expect(() => read(...args)).toThrow(new UsageError(message))
})

describe('a whole number', () => {
  test.each(['1', '64', '007'])('%s', (text) => {
    expect(wholeNumber('--rounds', text, [1, 64])).toBe(Number(text))
  })

  test.each(['', '0', '65', '-1', '1.5', '1e1', '0x1', ' 1', '9'.repeat(16)])('not %j', (text) => {
    expect(() => wholeNumber('--rounds', text, [1, 64])).toThrow(
      new UsageError(`--rounds is ${JSON.stringify(text)}, expected a whole number from 1 to 64`),
    )
  })
})
