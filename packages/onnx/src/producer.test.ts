import { expect, test } from 'bun:test'
import { create } from '@bufbuild/protobuf'
import { ModelProtoSchema } from 'onnx-buf'
import { producerOf } from './producer.ts'

test.each([
  ['skl2onnx', '1.20.0', 'skl2onnx 1.20.0'],
  [
    'CatBoost',
    'Git info:\n    Summary: CatBoost release 1.2.10. commit_hash:f8e\nOther info:',
    'CatBoost 1.2.10',
  ],
  ['CatBoost', 'Git info:\n    none', 'CatBoost'],
  ['', '', ''],
])('%p with the version %j is %p', (producerName, producerVersion, producer) => {
  expect(producerOf(create(ModelProtoSchema, { producerName, producerVersion }))).toBe(producer)
})
