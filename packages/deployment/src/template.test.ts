import { expect, test } from 'bun:test'
import { filled, scalar } from './template.ts'

test('a placeholder is a piece of a line, or lines with the indentation of its own', () => {
  const template = `image: \${TAG:-$TAG}\nservices:\n  $LINES\nend:\n  $NONE\n`
  expect(filled(template, { TAG: '1.2', LINES: ['a:', '  b: 1'], NONE: [] })).toBe(
    `image: \${TAG:-1.2}\nservices:\n  a:\n    b: 1\nend:\n`,
  )
})

test('an unknown placeholder is a mistake of the template', () => {
  expect(() => filled('$NAME', {})).toThrow('unknown placeholder $NAME')
})

test.each(['on', 'null', 'y', 'rose', 'tea-rose'])('the name %s stays a text in YAML', (name) => {
  expect(Bun.YAML.parse(`${scalar(name)}: ${scalar(name)}`)).toEqual({ [name]: name })
  expect(scalar(name).startsWith('"')).toBe(name.length < 'rose'.length || name === 'null')
})
