/** Licences that let others use, change and pass on what is built with the package, if its notice stays. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'PSF-2.0',
  'Zlib',
])

/** Packages with another licence, and why they may be used all the same. */
const REVIEWED: Readonly<Record<string, { license: string; because: string }>> = {
  'axe-core': { license: 'MPL-2.0', because: 'unchanged, and in tests only' },
}

export type Package = { name: string; version: string; license: string }

/** Whether a package may be used. */
export function isAllowed({ name, license }: Package): boolean {
  if (Object.hasOwn(REVIEWED, name) && REVIEWED[name]?.license === license) return true
  return license
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((part) => ALLOWED.has(part)))
}

/** The packages by licence, the most common licence first. */
export function byLicence(packages: readonly Package[]): [license: string, packages: Package[]][] {
  const groups = Map.groupBy(packages, ({ license }) => license)
  return [...groups].sort(([, a], [, b]) => b.length - a.length)
}
