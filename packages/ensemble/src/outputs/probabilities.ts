import { Type } from '@sinclair/typebox'
import { Flag } from '../features/numeric.ts'
import { allNumbers } from '../numbers.ts'
import type { OutputKind } from './output-kind.ts'

export const Classes = Type.Record(Type.String({ minLength: 1 }), Flag, {
  minProperties: 2,
  description: 'an object with a key for each of two or more classes',
})

/** How sure the first classifier of an example is, and how sure each of the others. */
const SURE = 0.98
const UNSURE = 0.01

/** NaN is none. */
const isProbability = (value: number) => value >= 0 && value <= 1

/** A probability for each of the classes. */
export const probabilities: OutputKind<'probabilities', typeof Classes> = {
  tag: 'probabilities',
  options: Classes,
  bind(options) {
    const classes = Object.keys(options)
    const width = classes.length
    return {
      width,
      classes,
      answerSchema: Type.Array(Type.Number({ minimum: 0, maximum: 1 }), {
        minItems: width,
        maxItems: width,
        description: `probability of ${classes.join(', ')}`,
      }),
      description: { classes },
      fault(numbers) {
        return allNumbers(numbers, isProbability) ? undefined : 'a probability is outside [0, 1]'
      },
      answerOf(numbers, at) {
        const row: number[] = []
        for (let i = at; i < at + width; i++) row.push(numbers[i] ?? Number.NaN)
        return row
      },
      numbersOf(answer) {
        if (!Array.isArray(answer) || answer.length !== width)
          return `a row does not have ${width} probabilities`
        return answer.map((value: unknown) => (typeof value === 'number' ? value : Number.NaN))
      },
      classOf(numbers, at) {
        let best = 0
        for (let place = 1; place < width; place++) {
          if ((numbers[at + place] ?? 0) > (numbers[at + best] ?? 0)) best = place
        }
        return best
      },
      example(isFirst) {
        const p = isFirst ? SURE : UNSURE
        const rest = Math.round(((1 - p) / (width - 1)) * 1e4) / 1e4
        return classes.map((_, place) => (place === 0 ? p : rest))
      },
    }
  },
}
