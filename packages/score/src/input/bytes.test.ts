import { expect, test } from 'bun:test'
import { openTable, rowsIn } from '@sepal/tabular'
import { bytes } from './bytes.ts'

const features = [
  { name: 'note', kind: 'text' as const },
  { name: 'plan', kind: 'category' as const, values: ['café'] },
]

test.each([
  ['CSV', 'note,plan\nCAFE,café\ncafé,CAFE\nCAFÉ,café\n'],
  ['NDJSON', '{"note":"CAFE","plan":"café"}\n{"note":"café","plan":"CAFE"}\n{"note":"CAFÉ","plan":"café"}\n'],
])(
  'text that is not UTF-8 makes a bad line of %s, a replacement character of its own does not',
  (_, text) => {
    const utf8 = bytes.encode(text.replace('CAFÉ', 'caf\u{fffd}'))
    const mixed = utf8.replaceAll('CAFE', 'caf\xe9')
    const table = openTable(mixed, { features, isWhole: true, codec: bytes })
    const { rows, bad } = rowsIn(mixed, table ?? expect.unreachable(), features, [0, 1])
    expect(rows).toEqual([['caf\u{fffd}', 'café']])
    expect(bad.map(({ reason }) => reason)).toEqual([
      'note is not UTF-8; save the file as UTF-8',
      'plan is not UTF-8; save the file as UTF-8',
    ])
  },
)
