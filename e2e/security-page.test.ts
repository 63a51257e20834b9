import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../scripts/root.ts'

const page = await Bun.file(join(root, 'SECURITY.md')).text()
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:What it tries|-)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, tried = '', done = '', shown = '']): [string, string, string] => [tried, done, shown])

test('each claim names a test that shows it, a step of CI, or nothing because nothing is done', () => {
  const isShown = (shown: string) => /\[[\w-]+\.test\.ts\]\(/.test(shown) || shown === 'a step of CI'
  const open = rows.filter(
    ([, done, shown]) => !isShown(shown) && !(shown === '-' && done.startsWith('nothing')),
  )
  expect(rows.length).toBeGreaterThan(20)
  expect(open).toEqual([])
})

test('each file that is named is there, under its name', () => {
  const links = [...page.matchAll(/\[([^\]]*)\]\(((?!https?:)[^)#]+)[^)]*\)/g)]
  const wrong = links.filter(
    ([, name = '', path = '']) =>
      !existsSync(join(root, path)) || (name.endsWith('.ts') && !path.endsWith(`/${name}`)),
  )
  expect(wrong.map(([link]) => link)).toEqual([])
})
