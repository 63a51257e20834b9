import { expect, test } from 'bun:test'
import { configurationTable } from './configuration-table.ts'
import { tableRows } from './markdown-table.ts'

const schema = {
  properties: {
    PORT: { type: 'integer', default: 9000, minimum: 0, maximum: 65_535, description: 'port' },
    LIMIT: { type: 'integer', default: 0, minimum: 0, description: 'at most' },
    SHARE: { type: 'number', description: 'share' },
    MODE: { type: 'string', description: 'which | what' },
    FOLDER: { type: 'string', default: '', description: 'where' },
    LEVEL: { anyOf: [{ const: 'low' }, { const: 'high' }], default: 'low', description: 'how' },
    OPEN: { type: 'boolean', default: false, description: 'whether' },
    HIDDEN: { type: 'string', description: 'not shown' },
  },
  required: ['MODE'],
}

test('each shown option has its default, its values and its meaning', () => {
  const table = configurationTable(schema, (name) => name !== 'HIDDEN', [['a', 'b', 'c', 'd']])
  expect(tableRows(table)).toEqual([
    ['`PORT`', '`9000`', 'whole number, 0 to 65535', 'port'],
    ['`LIMIT`', '`0`', 'whole number, at least 0', 'at most'],
    ['`SHARE`', 'not set', 'number', 'share'],
    ['`MODE`', 'must be set', 'text', 'which | what'],
    ['`FOLDER`', 'empty', 'text', 'where'],
    ['`LEVEL`', '`low`', '`low`, `high`', 'how'],
    ['`OPEN`', '`false`', '`true`, `false`', 'whether'],
    ['a', 'b', 'c', 'd'],
  ])
})
