import { expect, test } from 'bun:test'
import { UsageError } from '@sepal/command-line'
import { BASE, baseComponent, baseLabels } from './base-image.ts'
import { imagesCommand } from './command.ts'

const DIGEST = '0123456789abcdef'.repeat(4)

test.each([
  [BASE, { 'base.name': `docker.io/${BASE}` }],
  [`${BASE}@sha256:${DIGEST}`, { 'base.name': `docker.io/${BASE}`, 'base.digest': `sha256:${DIGEST}` }],
  [
    `bun@sha256:${DIGEST}`,
    { 'base.name': 'docker.io/library/bun:latest', 'base.digest': `sha256:${DIGEST}` },
  ],
  ['registry:5000/team/bun:1.4.5', { 'base.name': 'registry:5000/team/bun:1.4.5' }],
  ['ghcr.io/team/bun', { 'base.name': 'ghcr.io/team/bun:latest' }],
])('the labels of an image on %s', (reference, labels) => {
  expect(imagesCommand.read(['--base', reference])).toMatchObject({ base: reference })
  expect(baseLabels(reference)).toEqual(labels)
})

test.each([
  '',
  'Bun',
  'bun:',
  'bun latest',
  'bun@sha256:abc',
  `bun@sha512:${DIGEST}`,
  'bun\nRUN curl example.com',
  '$BASE',
  '--platform=x bun',
])('%j is no base', (given) => {
  expect(() => imagesCommand.read([`--base=${given}`])).toThrow(UsageError)
})

test('a base that is pinned has its digest for a version, and one in a registry says which', () => {
  expect(baseComponent(`registry:5000/team/bun:1.4.5@sha256:${DIGEST}`)).toEqual({
    type: 'container',
    name: 'registry:5000/team/bun',
    version: `sha256:${DIGEST}`,
    'bom-ref': `registry:5000/team/bun:1.4.5@sha256:${DIGEST}`,
    purl: `pkg:docker/team/bun@sha256%3A${DIGEST}?repository_url=registry%3A5000`,
    hashes: [{ alg: 'SHA-256', content: DIGEST }],
  })
})

test('the Bun of a base is told only where the tag tells it', () => {
  expect(baseComponent(`${BASE}@sha256:${DIGEST}`).components).toMatchObject([
    { name: 'bun', version: Bun.version },
  ])
  expect(baseComponent('team/bun:latest')).not.toHaveProperty('components')
})
