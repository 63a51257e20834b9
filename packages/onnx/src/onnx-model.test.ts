import { describe, expect, test } from 'bun:test'
import {
  categoriesExport,
  columnsExport,
  externalExport,
  fixedExport,
  halfExport,
  labelExport,
  localeExport,
  plainExport,
  wordsExport,
  zipMapExport,
} from '../test/exports.ts'
import { ModelFileError } from './model-file.ts'
import { type OnnxModel, openModel } from './onnx-model.ts'
import { describeValue } from './tensor-type.ts'

const outputsOf = (model: OnnxModel) => model.outputs.map(describeValue)

describe('openModel', () => {
  test('leaves a model that needs no repair as it is', () => {
    const file = plainExport()
    const model = openModel(file)
    expect(model.bytes).toBe(file)
    expect(model.repairs).toEqual([])
    expect(model.inputs.map(describeValue)).toEqual(['x: float32 [N, 2]'])
    expect(outputsOf(model)).toEqual(['probabilities: float32 [N, 3]'])
  })

  test('reads the matrix behind ZipMap, and the names of its columns', () => {
    const model = openModel(zipMapExport(['a', 'b', 'c']))
    expect(outputsOf(model)).toEqual(['output_probability: float32 [N, 3]'])
    expect(model.classNames('output_probability')).toEqual(['a', 'b', 'c'])
    expect(model.repairs).toEqual(['output_probability: its list of dictionaries (ZipMap) is read as [N, 3]'])
    // What was repaired is a model that needs no repair.
    expect(openModel(model.bytes).repairs).toEqual([])
  })

  test('finds the values of texts that are encoded, by column', () => {
    const { categoryValues } = openModel(categoriesExport())
    const columns = [
      ['plan', 0],
      ['more', 0],
      ['more', 1],
      ['note', 0],
    ] as const
    expect(columns.map(([input, column]) => categoryValues(input, column))).toEqual([
      ['pro', 'other'],
      ['red', 'other'],
      ['north', 'other'],
      undefined,
    ])
  })

  test('puts an output a class together, in the order of the columns', () => {
    const model = openModel(columnsExport(['b', 'a', 'c']))
    expect(outputsOf(model)).toEqual(['probabilities: float32 [N, 3]'])
    expect(model.classNames('probabilities')).toEqual(['b', 'a', 'c'])
  })

  test.each([1, 16])('frees a batch of %d', (rows) => {
    const model = openModel(fixedExport(rows))
    expect(model.fixedBatch).toBe(rows)
    expect([...model.inputs.map(describeValue), ...outputsOf(model)]).toEqual([
      'x: float32 [N, 2]',
      'probabilities: float32 [N, 3]',
    ])
    expect(model.repairs).toHaveLength(1)
  })

  test('frees a label that is declared for one row, and reads the list that it picks from', () => {
    const model = openModel(labelExport(['x', 'y', 'z']))
    expect(outputsOf(model)).toEqual(['label: string [N]', 'probabilities: float32 [N, 3]'])
    expect(model.classNames('label')).toEqual(['x', 'y', 'z'])
    expect(model.classNames('probabilities')).toBeUndefined()
  })

  test('casts float16 within the graph', () => {
    const model = openModel(halfExport())
    expect([...model.inputs.map(describeValue), ...outputsOf(model)]).toEqual([
      'x: float32 [N, 2]',
      'probabilities: float32 [N, 2]',
    ])
    expect(model.repairs).toHaveLength(2)
  })

  test('gives text another locale when it is asked to', () => {
    const model = openModel(localeExport())
    expect(model.repairs).toEqual([])
    expect(model.withLocale('C')?.repairs).toEqual([
      'text is normalized by the locale C, as this machine lacks xx_XX',
    ])
    expect(openModel(plainExport()).withLocale('C')).toBeUndefined()
  })

  test('tells of words that are not those of scikit-learn', () => {
    expect(openModel(wordsExport('[a-zA-Z0-9_]+')).notes).toEqual([expect.stringContaining('tokenexp')])
    expect(openModel(wordsExport('\\p{L}+')).notes).toEqual([])
    expect(openModel(plainExport()).notes).toEqual([])
  })

  test('names the files with its weights', () => {
    expect(openModel(externalExport('w/model.data')).externalFiles).toEqual(['w/model.data'])
  })

  test.each(['../weights.bin', '/etc/passwd', 'a/../../b', 'C:\\weights', '..\\weights'])(
    'refuses weights outside its folder: %s',
    (location) => {
      expect(() => openModel(externalExport(location))).toThrow(ModelFileError)
    },
  )
})

describe('a file that is no model', () => {
  const text = (content: string) => new TextEncoder().encode(content)
  test.each<[string, Uint8Array, RegExp]>([
    ['empty', new Uint8Array(), /^an empty file/],
    ['a Git LFS pointer', text('version https://git-lfs.github.com/spec/v1\noid sha256:1\n'), /git lfs pull/],
    ['HTML', text('<html>sign in</html>'), /^an HTML page/],
    ['JSON', text('{"message":"not found"}'), /^JSON/],
    ['a pickle', Uint8Array.of(0x80, 4, 0x95, 0, 0), /^a Python pickle/],
    ['an archive', Uint8Array.of(0x50, 0x4b, 3, 4, 0), /torch\.onnx\.export/],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), /^compressed/],
    ['noise', Uint8Array.from({ length: 64 }, (_, i) => (i * 37 + 200) % 256), /./],
    ['the beginning of one', plainExport().slice(0, 40), /./],
  ])('is refused with what it is: %s', (_, bytes, reason) => {
    expect(() => openModel(bytes)).toThrow(ModelFileError)
    expect(() => openModel(bytes)).toThrow(reason)
  })

  test('is never another kind of error, wherever the file ends', () => {
    const whole = zipMapExport(['a', 'b', 'c'])
    const errors = Array.from(whole, (_, length) => {
      try {
        return openModel(whole.slice(0, length)) && undefined
      } catch (error) {
        return error
      }
    }).filter((error) => error !== undefined)
    expect(errors.length).toBeGreaterThan(whole.length / 2)
    expect(errors.filter((error) => !(error instanceof ModelFileError))).toEqual([])
  })
})
