import { join } from 'node:path'
import { root } from '../root.ts'
import type { Package } from './licences.ts'

/** Where packages are installed, in the workspace and for the site, and how deep. */
const STORES = [
  { store: 'node_modules/.bun', below: '*/node_modules/' },
  { store: 'site/node_modules', below: '' },
]

/** Every package that is installed on this machine, once, sorted. Those of other platforms are not. */
export async function installedPackages(): Promise<Package[]> {
  const found = new Map<string, Package>()
  for (const { store, below } of STORES) {
    for (const pattern of [`${below}*/package.json`, `${below}@*/*/package.json`]) {
      for (const path of await manifests(join(root, store), pattern)) {
        const { name, version, license, licenses } = await Bun.file(path).json()
        if (version === undefined) continue
        found.set(`${name}@${version}`, { name, version, license: textOf(license ?? licenses) })
      }
    }
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name))
}

/** @returns no path where nothing is installed */
async function manifests(folder: string, pattern: string): Promise<string[]> {
  const glob = new Bun.Glob(pattern)
  return await Array.fromAsync(glob.scan({ cwd: folder, absolute: true, dot: true })).catch(() => [])
}

/** Old packages have an object, or a list of them. */
function textOf(license: unknown): string {
  if (typeof license === 'string') return license
  if (Array.isArray(license)) return license.map(textOf).join(' OR ')
  if (typeof license === 'object' && license !== null && 'type' in license) return String(license.type)
  return 'none'
}
