import { Type } from '@sinclair/typebox'
import { allNumbers } from '../numbers.ts'
import type { OutputKind } from './output-kind.ts'
import { Classes } from './probabilities.ts'

/** One of named classes, of which nothing else is known. Its number is the place of the class. */
export const label: OutputKind<'label', typeof Classes> = {
  tag: 'label',
  options: Classes,
  bind(options) {
    const classes = Object.keys(options)
    const places = new Map<unknown, number>(classes.map((name, place) => [name, place]))
    return {
      width: 1,
      classes,
      answerSchema: Type.Union(
        classes.map((name) => Type.Literal(name)),
        { description: 'one of its classes' },
      ),
      description: { classes, output: { label: {} } },
      fault: (numbers) =>
        allNumbers(numbers, (place) => classes[place] !== undefined)
          ? undefined
          : 'a label is not one of the classes',
      answerOf: (numbers, at) => classes[numbers[at] ?? -1] ?? '',
      numbersOf(answer) {
        const place = places.get(answer)
        return place === undefined ? 'a label is not one of the classes' : [place]
      },
      classOf: (numbers, at) => numbers[at] ?? Number.NaN,
      example: (isFirst) => classes[isFirst ? 0 : 1] ?? '',
    }
  },
}
