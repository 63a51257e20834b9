import { expect, test } from 'bun:test'
import { codeBlocksOf, withCodeBlocks } from './code-blocks.ts'

const page = 'a\n\n```sh\nls # $&\n```\n\nb `c`\n\n```json\n{}\n```\n'

test('a page gets the code blocks of another', () => {
  const blocks = codeBlocksOf(page)
  expect(blocks).toEqual(['```sh\nls # $&\n```', '```json\n{}\n```'])
  const other = 'x\n\n```sh\nold\n```\n\n```json\nold\n```\n\ny'
  expect(withCodeBlocks(other, blocks)).toBe('x\n\n```sh\nls # $&\n```\n\n```json\n{}\n```\n\ny')
})

test('a page with fewer code blocks is refused', () => {
  expect(() => withCodeBlocks('none', codeBlocksOf(page))).toThrow('0 code blocks, expected 2')
})
