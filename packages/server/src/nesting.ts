/** Whether a parsed JSON value has more than this many levels of arrays and objects; it looks no deeper. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  // Indexed, with no call per number: bodies have up to 400,000 numbers.
  for (let i = 0; i < members.length; i++) {
    const member = members[i]
    if (typeof member === 'object' && isDeeperThan(member, levels - 1)) return true
  }
  return false
}
