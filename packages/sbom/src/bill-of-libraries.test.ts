import { expect, test } from 'bun:test'
import { Version } from '@cyclonedx/cyclonedx-library/Spec'
import { JsonStrictValidator } from '@cyclonedx/cyclonedx-library/Validation'
import { billOf, type Subject } from './bill-of-libraries.ts'

const elysia = { name: 'elysia', version: '1.4.30', license: 'MIT' }
const spawned = { name: '@some/runtime', version: '2.0.0', license: '(MIT AND Zlib)' }
const subject = { name: '@sepal/sample', version: '1.2.3', license: 'MIT' }

const of = async (libraries: Pick<Subject, 'bundled' | 'beside'>) => {
  const text = await billOf({ ...subject, ...libraries })
  return { text, bill: JSON.parse(text) }
}

test('a bill names each library, its licence, where it comes from and whether it is bundled', async () => {
  const { text, bill } = await of({ bundled: [elysia], beside: [spawned] })
  expect(await new JsonStrictValidator(Version.v1dot6).validate(text)).toBeNull()
  expect(bill.metadata.component).toMatchObject({
    name: '@sepal/sample',
    purl: 'pkg:npm/%40sepal/sample@1.2.3',
  })
  expect(bill.components).toMatchObject([
    { name: '@some/runtime', licenses: [{ expression: '(MIT AND Zlib)' }] },
    {
      name: 'elysia',
      version: '1.4.30',
      purl: 'pkg:npm/elysia@1.4.30',
      licenses: [{ license: { id: 'MIT' } }],
      properties: [{ name: 'cdx:npm:package:bundled', value: 'true' }],
    },
  ])
  expect(bill.components[0]).not.toHaveProperty('properties')
  expect(bill.dependencies).toContainEqual({
    ref: 'pkg:npm/%40sepal/sample@1.2.3',
    dependsOn: ['pkg:npm/%40some/runtime@2.0.0', 'pkg:npm/elysia@1.4.30'],
  })
})

test('a library that is locked has the hash of its archive', async () => {
  const { bill } = await of({ bundled: [elysia, spawned] })
  expect(bill.components[1].hashes).toEqual([
    { alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) },
  ])
  expect(bill.components[0]).not.toHaveProperty('hashes')
})

test('the same contents give the same bytes, and others another serial number', async () => {
  const { text, bill } = await of({ bundled: [elysia, spawned] })
  expect((await of({ bundled: [spawned, elysia] })).text).toBe(text)
  expect(bill.serialNumber).toMatch(
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  const { bill: other } = await of({ bundled: [elysia] })
  expect(other.serialNumber).not.toBe(bill.serialNumber)
  expect(bill.metadata).not.toHaveProperty('timestamp')
})
