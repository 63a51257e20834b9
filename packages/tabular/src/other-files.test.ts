import { expect, test } from 'bun:test'
import { refuseOtherFiles } from './other-files.ts'

test.each([
  [
    'version https://git-lfs.github.com/spec/v1\noid sha256:1',
    'a Git LFS pointer, not the file itself; run "git lfs pull"',
  ],
  ['<!DOCTYPE html>\n<html>', 'an HTML page'],
  ['\u{feff}\n<html lang="en">', 'an HTML page'],
  ['<?xml version="1.0"?>', 'XML'],
  ['PK\x03\x04\x14', 'an Excel workbook'],
  ['PAR1\x15', 'a Parquet file'],
  ['BZh91AY', 'compressed with bzip2'],
  ['a\0,\0b\0', 'NUL characters'],
])('%j is said to be what it is', (head, expected) => {
  expect(() => refuseOtherFiles(head)).toThrow(expected)
})

test.each(['version,height\n', 'html,xml\n', '<5,6\n', 'PK,id\n', ''])('%j may be a table', (head) => {
  refuseOtherFiles(head)
})
