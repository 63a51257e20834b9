import { expect, test } from 'bun:test'
import { hasUnreleased, released, sectionOf } from './changelog.ts'

const log = (...titles: string[]) =>
  ['# Changelog', ...titles.map((title) => `## ${title}\n\n### Added\n\n- A thing of ${title}.`)].join('\n\n')

test('what is unreleased becomes the section of the version, and nothing else changes', () => {
  const after = released(log('Unreleased', '0.2.0'), '0.3.0')
  expect(after).toBe(log('Unreleased', '0.2.0').replace('## Unreleased', '## 0.3.0'))
  expect(hasUnreleased(after)).toBe(false)
})

test('a section that the version has already stays', () => {
  expect(released(log('0.3.0', '0.2.0'), '0.3.0')).toBe(log('0.3.0', '0.2.0'))
})

test.each([
  ['nothing was written', log('0.2.0'), 'neither "## Unreleased" nor "## 0.3.0"'],
  ['both are there', log('Unreleased', '0.3.0'), '"## Unreleased" and "## 0.3.0"'],
  ['nothing is in it', '# Changelog\n\n## Unreleased\n\n## 0.2.0\n', 'is empty'],
])('a release is refused where %s', (_, before, message) => {
  expect(() => released(before, '0.3.0')).toThrow(message)
})

test('a section ends at the next, and 0.3.0 is not 0.3.0-rc.1', () => {
  expect(sectionOf(log('0.3.0-rc.1', '0.2.0'), '0.3.0')).toBeUndefined()
  expect(sectionOf(log('0.3.0', '0.2.0'), '0.3.0')).toBe('### Added\n\n- A thing of 0.3.0.')
})
