import type { Component } from '@sepal/sbom/bill'
import { packageManager } from '../../../../package.json' with { type: 'json' }

const BUN = packageManager.replace('bun@', '')
const BUN_TAG = `${BUN}-slim`

/** The image that all others build on, of the Bun that the servers are tested with. */
export const BASE = `oven/bun:${BUN_TAG}`

/** `[HOST[:PORT]/]NAME[:TAG][@sha256:DIGEST]`; a host is told from a name by its dot or port, as Docker does. */
const REFERENCE =
  /^(?:(?<host>localhost|[\w-]*[.:][\w.:-]*)\/)?(?<name>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@sha256:(?<digest>[0-9a-f]{64}))?$/

/** Whether something can name the image that others build on. */
export function isImageReference(text: string): boolean {
  return REFERENCE.test(text)
}

/** What the labels that OCI's image format has for it say of a base: its name with its registry, and its digest. */
export function baseLabels(reference: string): Record<string, string> {
  const { host = 'docker.io', name = reference, tag = 'latest', digest } = partsOf(reference)
  const path = host === 'docker.io' && !name.includes('/') ? `library/${name}` : name
  return {
    'base.name': `${host}/${path}:${tag}`,
    ...(digest !== undefined && { 'base.digest': `sha256:${digest}` }),
  }
}

/** The base as a part of an image: what is known of it is its name, its tag or digest, and Bun if it is in the tag. */
export function baseComponent(reference: string): Component {
  const { host, name = reference, tag = 'latest', digest } = partsOf(reference)
  const version = digest === undefined ? tag : `sha256:${digest}`
  const registry = host === undefined ? '' : `?repository_url=${encodeURIComponent(host)}`
  return {
    type: 'container',
    name: host === undefined ? name : `${host}/${name}`,
    version,
    'bom-ref': reference,
    purl: `pkg:docker/${name}@${encodeURIComponent(version)}${registry}`,
    ...(digest !== undefined && { hashes: [{ alg: 'SHA-256', content: digest }] }),
    ...(tag === BUN_TAG && { components: [bun] }),
  }
}

const bun: Component = {
  type: 'application',
  name: 'bun',
  version: BUN,
  'bom-ref': `pkg:github/oven-sh/bun@bun-v${BUN}`,
  licenses: [{ license: { id: 'MIT' } }],
  purl: `pkg:github/oven-sh/bun@bun-v${BUN}`,
}

function partsOf(reference: string): { [part in 'host' | 'name' | 'tag' | 'digest']?: string | undefined } {
  return REFERENCE.exec(reference)?.groups ?? {}
}
