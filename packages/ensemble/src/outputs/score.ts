import { Type } from '@sinclair/typebox'
import { oneNumber } from './one-number.ts'
import type { OutputKind } from './output-kind.ts'

const Options = Type.Object(
  {
    threshold: Type.Optional(Type.Number({ description: 'a number' })),
    below: Type.Optional(Type.String({ minLength: 1, description: 'a name for scores below the threshold' })),
    above: Type.Optional(
      Type.String({ minLength: 1, description: 'a name for scores from the threshold on' }),
    ),
  },
  { additionalProperties: false, description: 'an object with threshold, below and above, or none of them' },
)

/** A finite number of any sign, with a threshold that may name its two sides, as an anomaly detector gives. */
export const score: OutputKind<'score', typeof Options> = {
  tag: 'score',
  options: Options,
  fault(options) {
    const count = Object.keys(options).length
    if (count === 0 || count === 3) return undefined
    return { field: '', found: options, expected: 'threshold, below and above together, or none of them' }
  },
  bind(options) {
    const { threshold, below, above } = options
    const sides = below === undefined || above === undefined ? [] : [below, above]
    const meaning =
      sides.length === 0 ? 'a finite number' : `${below} below ${threshold}, ${above} from there on`
    return {
      ...oneNumber({ output: { score: { ...options } } }, meaning),
      ...(threshold !== undefined && {
        classes: sides,
        classOf: (numbers, at) => ((numbers[at] ?? Number.NaN) < threshold ? 0 : 1),
      }),
    }
  },
}
