import { expect, test } from 'bun:test'
import iris from '../models/ensemble.json' with { type: 'json' }
import { version } from '../package.json' with { type: 'json' }
import { classifierNames, serviceVariable } from '../packages/ensemble/src/index.ts'

const names = classifierNames(iris)

/** What this reads of a compose file. */
type ComposeFile = {
  services: Record<
    string,
    { image: string; ports?: string[]; environment: Record<string, string>; depends_on?: object }
  >
}

const text = await Bun.file(new URL('../docker-compose.yml', import.meta.url)).text()
// The file is this repository's own, and Docker checks its form whenever it is used.
const { services } = Bun.YAML.parse(text) as ComposeFile

test('docker-compose.yml has a service for each classifier of ensemble.json, and the proxy', () => {
  expect(Object.keys(services).sort()).toEqual([...names, 'proxy'].sort())
})

test('it starts the images that are built, of this version unless told otherwise', () => {
  for (const [name, { image }] of Object.entries(services)) {
    expect(image).toBe(`sepal/${name}:\${TAG:-${version}}`)
  }
})

test('the proxy finds each classifier, and waits for it', () => {
  const { proxy } = services
  const addresses = Object.entries(proxy?.environment ?? {}).filter(([name]) => name.startsWith('SERVICE_'))
  expect(Object.fromEntries(addresses)).toEqual(
    Object.fromEntries(
      names.map((name) => [serviceVariable(name), `${name}:${iris.classifiers[name].port}`]),
    ),
  )
  expect(Object.keys(proxy?.depends_on ?? {}).sort()).toEqual([...names].sort())
})

test('the proxy alone is published', () => {
  const published = Object.entries(services).filter(([, { ports }]) => ports !== undefined)
  expect(published.map(([name]) => name)).toEqual(['proxy'])
  expect(services.proxy?.ports).toEqual([`\${PUBLISH:-127.0.0.1}:\${PORT:-9000}:9000`])
})
