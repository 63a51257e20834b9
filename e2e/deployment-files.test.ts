import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { servedEntries, serviceVariable } from '@sepal/ensemble'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import iris from '../models/ensemble.json' with { type: 'json' }
import { version } from '../package.json' with { type: 'json' }

const root = join(import.meta.dir, '..')
const entries = servedEntries(iris)
const names = Object.keys(entries)
const imageOf = (name: string) => `\${REPOSITORY:-sepal}/${name}:\${TAG:-${version}}`

/** The parts of a compose file that are read here. */
type ComposeFile = { services: Record<string, Service> }

type Service = {
  image: string
  ports?: unknown[]
  environment: Record<string, string>
  depends_on?: object
  restart?: string
  read_only: boolean
  cap_drop: string[]
  security_opt?: string[]
  logging: { options: object }
  deploy: {
    resources: { limits: object }
    update_config?: { order: string; failure_action: string }
    rollback_config?: { order: string }
  }
}

async function servicesOf(path: string) {
  const text = await Bun.file(join(root, path)).text()
  // The files are this repository's own, and Docker validates them whenever they are used.
  return (Bun.YAML.parse(text) as ComposeFile).services
}

const compose = await servicesOf('docker-compose.yml')
const stack = await servicesOf('docker/stack.yml')

test.each([
  ['docker-compose.yml', 'compose --name sepal'],
  ['docker/stack.yml', 'compose --swarm --out docker/stack.yml --name sepal'],
  [
    'docker/kubernetes/base/kustomization.yaml',
    'kubernetes --out docker/kubernetes --host sepal.example.org --name sepal',
  ],
])('%s is what its head says: sepal %s makes it', async (path, command) => {
  expect(await Bun.file(join(root, path)).text()).toContain(
    `# Made from ensemble.json by \`sepal ${command}\`.\n`,
  )
  const check = Bun.spawn(
    [process.execPath, 'packages/sepal/src/main.ts', ...command.split(' '), '--check'],
    {
      cwd: root,
      stdout: 'pipe',
    },
  )
  const printed = await check.stdout.text()
  expect([await check.exited, printed]).toEqual([0, expect.stringContaining('is up to date')])
})

describe.each([
  { file: 'docker-compose.yml', services: compose, host: (name: string) => name },
  // The addresses of all tasks; the service's own name is one address in front of them.
  { file: 'docker/stack.yml', services: stack, host: (name: string) => `tasks.${name}` },
])('$file', ({ file, services, host }) => {
  test(`${file} has a service for each classifier, and the proxy`, () => {
    expect(Object.keys(services).sort()).toEqual([...names, 'proxy'].sort())
  })

  test(`${file} starts the images that are built, of this version by default`, () => {
    for (const [name, { image }] of Object.entries(services)) expect(image).toBe(imageOf(name))
  })

  test(`${file} gives the proxy the address of each classifier`, () => {
    const environment = Object.entries(services.proxy?.environment ?? {})
    const addresses = environment.filter(([variable]) => variable.startsWith('SERVICE_'))
    expect(Object.fromEntries(addresses)).toEqual(
      Object.fromEntries(
        names.map((name) => [serviceVariable(name), `${host(name)}:${entries[name]?.port}`]),
      ),
    )
  })

  test(`${file} confines every service and limits its resources`, () => {
    for (const [name, { read_only, cap_drop, logging, deploy }] of Object.entries(services)) {
      const bounded = [...Object.keys(logging.options), ...Object.keys(deploy.resources.limits)]
      expect({ name, read_only, cap_drop, bounded: bounded.sort() }).toEqual({
        name,
        read_only: true,
        cap_drop: ['ALL'],
        bounded: ['cpus', 'max-file', 'max-size', 'memory', 'pids'],
      })
    }
  })

  test(`${file} publishes the proxy alone`, () => {
    const published = Object.entries(services).filter(([, { ports }]) => ports !== undefined)
    expect(published.map(([name]) => name)).toEqual(['proxy'])
  })
})

test('docker-compose.yml starts the proxy after the classifiers', () => {
  expect(Object.keys(compose.proxy?.depends_on ?? {}).sort()).toEqual([...names].sort())
})

test('docker-compose.yml restarts services that die, and lets none gain privileges', () => {
  for (const [name, { restart, security_opt }] of Object.entries(compose)) {
    expect([name, restart, security_opt]).toEqual([name, 'unless-stopped', ['no-new-privileges:true']])
  }
})

test('docker/stack.yml starts a new task before an old one ends, and rolls back when it fails', () => {
  for (const [name, { deploy }] of Object.entries(stack)) {
    const { order, failure_action } = deploy.update_config ?? {}
    expect([name, order, failure_action]).toEqual([name, 'start-first', 'rollback'])
    expect([name, deploy.rollback_config?.order]).toEqual([name, 'start-first'])
  }
})

test('docker-compose.yml publishes on this machine alone by default', () => {
  expect(compose.proxy?.ports).toEqual([`\${PUBLISH:-127.0.0.1}:\${PORT:-9000}:9000`])
})

test('without keys, the Ingress lets callers predict and learn how, and keeps the routes for operators inside', async () => {
  const text = await Bun.file(join(root, 'docker/kubernetes/base/ingress/ingress.yaml')).text()
  // A cluster validates the file when it is applied.
  const { spec } = Bun.YAML.parse(text) as IngressFile
  const open = spec.rules.flatMap(({ http }) => http.paths)
  const isOpen = (route: string) =>
    open.some(
      ({ path, pathType }) => route === path || (pathType === 'Prefix' && route.startsWith(`${path}/`)),
    )
  await using ensemble = await RunningEnsemble.start(iris, irisFolder)
  const routes = [...new Set(ensemble.proxy.proxy.routes.map(({ path }): string => path))]
  expect(routes.filter((route) => !isOpen(route)).sort()).toEqual([
    '/',
    '/console',
    '/console/:file',
    '/console/data/:file',
    '/console/ensemble',
    '/feedback',
    '/health/all',
    '/metrics',
    '/models',
    '/services',
    '/statistics',
  ])
  for (const { path } of open) expect(routes).toContain(path)
})

type IngressFile = { spec: { rules: { http: { paths: { path: string; pathType: string }[] } }[] } }
