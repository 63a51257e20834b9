/** What an ensemble decided for a row, as far as the page understands it. */
export type Decided =
  | { is: 'label'; label: string; proba?: number; votes?: Votes }
  /** a number, and how far the models are apart */
  | { is: 'value'; value: number; min?: number; max?: number; spread?: number }
  /** anything else that an ensemble's own code decides */
  | { is: 'other'; json: string }

/** What the label has of all votes. */
export type Votes = { own: number; all: number }

export function decisionOf(decision: unknown): Decided {
  if (typeof decision === 'string') return { is: 'label', label: decision }
  if (typeof decision === 'number') return { is: 'value', value: decision }
  if (typeof decision === 'object' && decision !== null) {
    // Reading a member of any object is safe; what it is, is looked at below.
    const { label, proba, votes, value, min, max, spread } = decision as Readonly<Record<string, unknown>>
    if (typeof label === 'string') {
      return { is: 'label', label, ...numbersIn({ proba }), ...votesIn(votes, label) }
    }
    if (typeof value === 'number') return { is: 'value', value, ...numbersIn({ min, max, spread }) }
  }
  return { is: 'other', json: JSON.stringify(decision, undefined, 2) }
}

function numbersIn<K extends string>(members: Readonly<Record<K, unknown>>): Partial<Record<K, number>> {
  const numbers: Partial<Record<K, number>> = {}
  for (const key in members) {
    const value = members[key]
    if (typeof value === 'number') numbers[key] = value
  }
  return numbers
}

function votesIn(votes: unknown, label: string): { votes?: Votes } {
  if (typeof votes !== 'object' || votes === null) return {}
  const numbers = Object.entries(votes).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  )
  const own = numbers.find(([name]) => name === label)?.[1]
  return own === undefined
    ? {}
    : { votes: { own, all: numbers.reduce((sum, [, weight]) => sum + weight, 0) } }
}
