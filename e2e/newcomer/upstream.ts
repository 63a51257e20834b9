import { homedir } from 'node:os'
import { join } from 'node:path'
import { $ } from 'bun'

/** The registry that npm asks on this machine, and what it shows there of whoever asks. */
export type Upstream = { url: string; headers: Record<string, string> }

/** Nothing of it is written down: it is read from npm's own configuration, in this process. */
export async function upstreamOf(): Promise<Upstream> {
  const given = (await $`npm config get registry`.text()).trim()
  const url = given.endsWith('/') ? given : `${given}/`
  const text = await Bun.file(join(homedir(), '.npmrc'))
    .text()
    .catch(() => '')
  return { url, headers: credentialsFor(url, text) }
}

/** What a .npmrc has for a registry: `//registry.example/:_authToken=…`, or `_auth`. */
export function credentialsFor(url: string, npmrc: string): Record<string, string> {
  const place = url.replace(/^\w+:/, '')
  for (const line of npmrc.split('\n')) {
    const [key = '', ...rest] = line.split('=').map((part) => part.trim())
    const value = rest.join('=').replace(/^"|"$/g, '')
    if (key === `${place}:_authToken`) return { authorization: `Bearer ${value}` }
    if (key === `${place}:_auth`) return { authorization: `Basic ${value}` }
  }
  return {}
}
