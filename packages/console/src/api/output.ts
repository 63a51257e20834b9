import type { Model } from './wire.ts'

/** What a classifier's answers are. */
export type Output =
  | { kind: 'probabilities'; classes: readonly string[] }
  | { kind: 'value'; unit: string }
  | { kind: 'score'; threshold?: number; below: string; above: string }
  | { kind: 'label'; classes: readonly string[] }

export function outputOf({ classes = [], output = {} }: Pick<Model, 'classes' | 'output'>): Output {
  if (output.value) return { kind: 'value', unit: textIn(output.value.unit) }
  if (output.score) {
    const { threshold, below, above } = output.score
    return {
      kind: 'score',
      ...(typeof threshold === 'number' && { threshold }),
      below: textIn(below),
      above: textIn(above),
    }
  }
  if (output.label) return { kind: 'label', classes }
  return { kind: 'probabilities', classes }
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The name of the side of its threshold that a score is on, if the sides have names. */
export function sideOf(score: number, { threshold, below, above }: Output & { kind: 'score' }): string {
  if (threshold === undefined) return ''
  return score < threshold ? below : above
}
