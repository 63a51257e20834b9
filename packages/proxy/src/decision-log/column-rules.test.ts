import { afterAll, describe, expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { garden } from '../../test/garden.ts'
import { columnRules } from './column-rules.ts'

const folder = mkdtempSync(join(tmpdir(), 'sepal-salt-'))
afterAll(() => rmSync(folder, { recursive: true }))
const salt = 'sixteen bytes or'
const saltFile = join(folder, 'salt')
writeFileSync(saltFile, salt)
const shortFile = join(folder, 'short')
writeFileSync(shortFile, 'pepper')

const rules = (omit: string, hash = '', file = saltFile) =>
  columnRules(garden, { DECISION_LOG_OMIT: omit, DECISION_LOG_HASH: hash, DECISION_LOG_SALT_FILE: file })

describe('columns of the decision log', () => {
  test('are written as they are', () => {
    expect(rules('', '', '')).toEqual(['plain', 'plain'])
  })

  test.each(['leaves', ' leaves ,', '["leaves"]'])('are left out by %p', (omit) => {
    expect(rules(omit)).toEqual(['plain', 'omit'])
  })

  test('are hashed with the salt', () => {
    const [rule] = rules('', 'height')
    if (typeof rule !== 'function') throw new Error(`the rule is ${rule}`)
    expect(rule(1.5)).toBe(createHmac('sha256', salt).update('1.5').digest('hex'))
    expect(rule('1.5')).not.toBe(rule(1.5))
  })

  test.each([
    ['heigth', '', saltFile, 'DECISION_LOG_OMIT has "heigth", which is no feature; did you mean height?'],
    ['', 'x', saltFile, 'DECISION_LOG_HASH has "x", which is no feature; expected one of height, leaves'],
    ['height', 'height', saltFile, 'DECISION_LOG_HASH has "height", which DECISION_LOG_OMIT has too'],
    ['["height', '', saltFile, 'expected names separated by commas, or a JSON array of names'],
    ['', 'height', '', 'DECISION_LOG_SALT_FILE is not set'],
    ['', 'height', join(folder, 'none'), 'which cannot be read'],
    ['', 'height', shortFile, 'DECISION_LOG_SALT_FILE has 6 bytes, expected at least 16'],
  ])('are refused: omit %p, hash %p', (omit, hash, file, message) => {
    expect(() => rules(omit, hash, file)).toThrow(message)
  })
})
