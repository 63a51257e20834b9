import { describe, expect, test } from 'bun:test'
import type { System } from '../system.ts'
import { composeFile, stackFile } from './compose-file.ts'

type Service = { image: string; pull_policy?: string; deploy: { replicas?: number; resources: Resources } }
type Resources = { limits: { memory: string; pids: number } }
type Proxy = Service & { environment: Record<string, string>; depends_on?: object }

const MB = 1_000_000
const system: System = {
  name: 'garden',
  repository: 'garden',
  tag: '1.2.3',
  services: [
    { name: 'on', port: 7000, variable: 'SERVICE_ON', modelBytes: 2000 },
    { name: 'forest', port: 7001, variable: 'SERVICE_FOREST', modelBytes: 300 * MB },
    { name: 'stack', port: 7002, variable: 'SERVICE_STACK', modelBytes: 2000 },
  ],
}

function parsed(text: string) {
  // A name that YAML would read as something else is among them, so the keys are of interest too.
  return Bun.YAML.parse(text) as { name: string; services: Record<string, Service> & { proxy: Proxy } }
}

describe.each([
  ['docker compose', composeFile, ''],
  ['a swarm', stackFile, 'tasks.'],
])('the file for %s', (_, write, host) => {
  const { services } = parsed(write(system, false))

  test('has a service for each model, with its address for the proxy', () => {
    expect(Object.keys(services)).toEqual(['proxy', 'on', 'forest', 'stack'])
    expect(services.proxy.environment).toMatchObject({
      SERVICE_ON: `${host}on:7000`,
      SERVICE_FOREST: `${host}forest:7001`,
      SERVICE_STACK: `${host}stack:7002`,
    })
    expect(services.stack?.image).toBe(`\${REPOSITORY:-garden}/stack:\${TAG:-1.2.3}`)
  })

  test('gives a large model more memory, and keeps all else', () => {
    const { memory: _, ...others } = services.on?.deploy.resources.limits ?? {}
    expect(services.on?.deploy.resources.limits.memory).toBe('256M')
    expect(services.forest?.deploy.resources.limits).toMatchObject({ ...others, memory: '2304M' })
    expect(services.forest?.deploy.replicas).toBe(services.on?.deploy.replicas)
  })
})

test('only images with a registry in their name are pulled', () => {
  expect(parsed(composeFile(system, false)).services.on?.pull_policy).toBe(`\${PULL_POLICY:-never}`)
  for (const repository of ['registry:5000/team', 'ghcr.io/team', 'localhost/team']) {
    expect(parsed(composeFile({ ...system, repository }, false)).services.on?.pull_policy).toBeUndefined()
  }
})

describe('with keys', () => {
  test('the proxy has the keys, which can be replaced, and all have the token', () => {
    const { services, secrets } = Bun.YAML.parse(composeFile(system, true)) as Keyed
    expect(services.proxy).toMatchObject({
      environment: {
        API_KEYS_FILE: '/run/keys/keys.json',
        UPSTREAM_TOKEN_FILE: '/run/secrets/upstream-token',
      },
      secrets: ['upstream-token'],
      volumes: ['./keys:/run/keys:ro'],
    })
    expect(services.on).toMatchObject({
      environment: { UPSTREAM_TOKEN_FILE: '/run/secrets/upstream-token', DRAIN_DELAY_MS: 2000 },
      secrets: ['upstream-token'],
    })
    expect(secrets).toEqual({ 'upstream-token': { file: './upstream-token' } })
  })

  test('a swarm has both as its secrets', () => {
    const { services, secrets } = Bun.YAML.parse(stackFile(system, true)) as Keyed
    expect(services.proxy).toMatchObject({
      environment: {
        API_KEYS_FILE: '/run/secrets/api-keys',
        UPSTREAM_TOKEN_FILE: '/run/secrets/upstream-token',
      },
      secrets: ['api-keys', 'upstream-token'],
    })
    expect(services.on).toMatchObject({ secrets: ['upstream-token'] })
    expect(secrets).toEqual({ 'api-keys': { external: true }, 'upstream-token': { external: true } })
  })

  test('without, nothing is about them', () => {
    expect(composeFile(system, false) + stackFile(system, false)).not.toMatch(/secret|KEYS|TOKEN/)
  })
})

type Keyed = { services: Record<string, object>; secrets: object }
