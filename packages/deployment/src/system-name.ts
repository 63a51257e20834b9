/** What a Docker Compose project, a Kubernetes namespace and the first part of an image's name can all be. */
const NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/

export function isSystemName(text: string): boolean {
  return NAME.test(text)
}

/** The ensemble's name as such a name: `House prices` → `house-prices`. */
export function systemNameOf({ name }: { name: string }): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? []
  const joined = words
    .join('-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 63)
    .replace(/-$/, '')
  return isSystemName(joined) ? joined : 'sepal'
}
