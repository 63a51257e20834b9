import { expect, test } from 'bun:test'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  attribute,
  DataType,
  type ExportedGraph,
  exportedModel,
  externalExport,
  floats,
  integers,
  tensor,
} from '@sepal/onnx/testing'
import { plainSignature } from '../../test/rows.ts'
import { ContractError } from './contract-error.ts'
import { loadModel } from './load-model.ts'

/** As float32, more bytes than an address space has: no machine tries to find the memory. */
const HUGE = 2 ** 60

/** A model that adds to its input the largest number in a tensor `made`. */
const adding = ({ nodes = [], constants = [] }: Partial<ExportedGraph>) =>
  exportedModel({
    inputs: [tensor('x', DataType.FLOAT, ['N', 2])],
    outputs: [tensor('probabilities', DataType.FLOAT, ['N', 2])],
    constants,
    nodes: [
      ...nodes,
      { opType: 'ReduceMax', input: ['made'], output: ['max'], attribute: [attribute.int('keepdims', 0)] },
      { opType: 'Add', input: ['x', 'max'], output: ['probabilities'] },
    ],
  })

const poisoned: [what: string, bytes: Uint8Array, found: RegExp][] = [
  [
    'an operator that is not of ONNX',
    adding({ nodes: [{ opType: 'Run', domain: 'example.shell', input: ['x'], output: ['made'] }] }),
    /example\.shell/,
  ],
  [
    'weights that no file holds',
    adding({ constants: [{ ...floats('made', [1], [0]), dims: [BigInt(HUGE)] }] }),
    /declares a size of 4611686018427387904 bytes/,
  ],
  [
    'fewer weights than it declares',
    adding({ constants: [{ ...floats('made', [1], [0]), dims: [2n ** 20n] }] }),
    /data field count \(1\) does not match/,
  ],
  [
    'a tensor that no memory holds',
    adding({
      nodes: [{ opType: 'ConstantOfShape', input: ['shape'], output: ['made'] }],
      constants: [integers('shape', [HUGE])],
    }),
    /Failed to allocate memory/,
  ],
  ['weights in a file of the machine', externalExport('/etc/hostname'), /outside the model's folder/],
  ['weights in a file above its folder', externalExport('../hostname'), /outside the model's folder/],
]

test.each(poisoned)('a model with %s is refused, and the process lives', async (_, bytes, found) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sepal-poisoned-'))
  const path = join(folder.path, 'rose.onnx')
  await Bun.write(path, bytes)
  const error: unknown = await loadModel(path, plainSignature(2, 2, [1, 2])).then(
    (model) => model.release(),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ContractError)
  expect(error instanceof ContractError && error.found).toMatch(found)
})
