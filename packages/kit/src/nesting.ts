/** Whether a parsed JSON value has more than so many arrays and objects within each other; it looks no deeper. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  for (const member of members) {
    if (isDeeperThan(member, levels - 1)) return true
  }
  return false
}
