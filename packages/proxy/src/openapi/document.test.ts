import { afterAll, expect, test } from 'bun:test'
import { validate } from '@readme/openapi-parser'
import { FakeGarden } from '../../test/fake-garden.ts'
import { garden, gardenRow } from '../../test/garden.ts'

type Media = { schema: object; examples: Record<string, { value: unknown }> }
type Operation = {
  operationId: string
  summary: string
  description: string
  tags: string[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { description: string; content: Record<string, Media> }>
}
type Document = {
  openapi: string
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object> }
}

async function documentOf({ proxy }: FakeGarden): Promise<Document> {
  const response = await proxy.fetch('/docs/json')
  expect(response.status).toBe(200)
  return JSON.parse(await response.text())
}

const fake = await FakeGarden.start()
afterAll(() => fake[Symbol.asyncDispose]())
const document = await documentOf(fake)
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
  ),
)

test('is valid OpenAPI 3.1', async () => {
  expect(document.openapi).toStartWith('3.1')
  // It resolves references in what it is given.
  expect(await validate(JSON.parse(JSON.stringify(document)))).toMatchObject({ valid: true })
})

test('has every route but those of pages', () => {
  const routes = fake.proxy.proxy.routes
    .map(({ method, path }) => `${method} ${path}`)
    .filter((route) => !/^GET \/(docs|console|contract|$)/.test(route))
  expect(operations.map(([route]): string => route)).toEqual(routes)
})

test('gives each operation a name of its own', () => {
  const ids = operations.map(([, { operationId }]) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test.each(operations)('%s says what it is, and has an example of every answer', (_, operation) => {
  const { summary, description, tags, requestBody, responses } = operation
  for (const text of [summary, description]) expect(text).toMatch(/^[A-Z].{10,}/)
  expect(tags).toHaveLength(1)
  const bodies = [...Object.values(responses), ...(requestBody ? [requestBody] : [])]
  for (const { content } of bodies) {
    for (const { examples } of Object.values(content)) expect(Object.keys(examples)).not.toBeEmpty()
  }
  for (const response of Object.values(responses)) expect(response.description).not.toBeEmpty()
})

test.each(operations)('%s takes JSON alone, and its errors are problems', (_, { requestBody, responses }) => {
  if (requestBody) expect(Object.keys(requestBody.content)).toEqual(['application/json'])
  for (const [status, { content }] of Object.entries(responses)) {
    const [type] = Object.keys(content)
    const isProblem = Object.values(content).some(({ schema }) => JSON.stringify(schema).includes('Problem'))
    expect({ status, isProblem: type === 'application/problem+json' }).toEqual({ status, isProblem })
    if (Number(status) >= 400 && status !== '503') expect(isProblem).toBe(true)
  }
})

test('says of each group of routes what it is for', () => {
  const groups = new Set(operations.flatMap(([, { tags }]) => tags))
  expect(new Set(document.tags.map(({ name }) => name))).toEqual(groups)
  for (const { description } of document.tags) expect(description).toMatch(/^[A-Z].{10,}\.$/)
})

test('has its addresses relative to itself, so that it also leads somewhere below a prefix', () => {
  expect(document.servers).toEqual([{ url: '..' }])
  const [{ url } = { url: '' }] = document.servers
  expect(new URL(url, 'https://gateway.example/models/docs/json').pathname).toBe('/models/')
  expect(new URL(url, 'https://gateway.example/docs/json').pathname).toBe('/')
})

test('has the schema of each event of a stream, and says which property tells them apart', () => {
  const operation = document.paths['/predict/stream']?.post
  const events = { anyOf: [{ $ref: '#/components/schemas/StreamEvent' }, { type: 'string' }] }
  for (const type of ['text/event-stream', 'application/x-ndjson']) {
    expect(operation?.responses['200']?.content[type]?.schema).toEqual(events)
  }
  const names = ['prediction', 'error', 'label', 'done']
  const refOf = (name: string) => `#/components/schemas/${name[0]?.toUpperCase()}${name.slice(1)}Event`
  expect(document.components.schemas.StreamEvent).toMatchObject({
    oneOf: names.map((name) => ({ $ref: refOf(name) })),
    discriminator: {
      propertyName: 'event',
      mapping: Object.fromEntries(names.map((name) => [name, refOf(name)])),
    },
  })
})

test('knows the classifiers by their names', () => {
  expect(document.components.schemas.ClassifierName).toEqual({
    description: 'name of a classifier',
    type: 'string',
    enum: Object.keys(garden.classifiers),
  })
})

test('is the same after requests as before', async () => {
  await using another = await FakeGarden.start()
  await another.proxy.post('/predict', JSON.stringify({ data: [gardenRow] }))
  await another.proxy.fetch('/health')
  expect(await documentOf(another)).toEqual(document)
})
