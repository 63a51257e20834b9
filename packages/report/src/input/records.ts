/** A value in a record. */
export type Value = string | number | boolean | null

/** What was answered to a row. */
export type DecisionRecord = {
  type: 'decision'
  /** ms since 1970 */
  time: number
  request: string
  row: number
  ms: number
  outcome: string
  /** the error of a request that was refused */
  code: string | undefined
  /** the decided label or value, where there is one */
  decided: Value | undefined
  /** all members, by their flat keys */
  members: ReadonlyMap<string, Value>
}

/** What turned out to be right for a row. */
export type FeedbackRecord = { type: 'feedback'; request: string; row: number; truth: Value }

/** Reads a line of the decision log; `undefined` for one that is none. */
export function recordIn(line: string): DecisionRecord | FeedbackRecord | undefined {
  const members = membersOf(line)
  if (members === undefined) return undefined
  const [request, row] = [members.get('request'), members.get('row')]
  if (typeof request !== 'string' || typeof row !== 'number') return undefined
  if (members.get('type') === 'feedback') {
    const truth = members.get('truth')
    return truth === undefined ? undefined : { type: 'feedback', request, row, truth }
  }
  const [time, ms, outcome, code] = ['time', 'ms', 'outcome', 'code'].map((key) => members.get(key))
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN
  if (members.get('type') !== 'decision' || Number.isNaN(at)) return undefined
  if (typeof ms !== 'number' || typeof outcome !== 'string') return undefined
  const decided = members.get('decision.label') ?? members.get('decision.value') ?? members.get('decision')
  const told = typeof code === 'string' ? code : undefined
  return { type: 'decision', time: at, request, row, ms, outcome, code: told, decided, members }
}

function membersOf(line: string): Map<string, Value> | undefined {
  try {
    const parsed: unknown = JSON.parse(line)
    if (typeof parsed !== 'object' || parsed === null) return undefined
    const members = new Map<string, Value>()
    for (const [key, value] of Object.entries(parsed)) if (isValue(value)) members.set(key, value)
    return members
  } catch {
    return undefined
  }
}

/** Lists of a module of one's own are not compared. */
function isValue(value: unknown): value is Value {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}
