import { type Static, Type } from '@sinclair/typebox'
import { Flag } from './features/numeric.ts'
import { type OutputEntry, outputOptions, outputTags } from './outputs/output.ts'
import { oneTag } from './tagged.ts'

// A field's description ends the sentence about a wrong one: "port is 0, expected a whole number from 1 to 65535".
export const nonEmpty = (description: string) => Type.String({ minLength: 1, description })
const fileName = (extension: string) =>
  Type.String({
    pattern: `^[^/\\\\]+\\.${extension}$`,
    description: `the name of a .${extension} file beside ensemble.json`,
  })
const nameList = (description: string) =>
  Type.Array(nonEmpty('the name of a feature'), { minItems: 1, uniqueItems: true, description })

const servedModel = {
  model: fileName('onnx'),
  port: Type.Integer({ minimum: 1, maximum: 65535, description: 'a whole number from 1 to 65535' }),
  golden: Type.Optional(fileName('json')),
  inputs: Type.Optional(
    Type.Record(Type.String(), nameList('the features that go to this input'), {
      description: "an object of features by the model's inputs",
    }),
  ),
  output: Type.Optional(nonEmpty("the name of the model's output to read")),
  logits: Type.Optional(Flag),
}
const besideOutput = {
  ...servedModel,
  features: Type.Optional(nameList("the features that it takes, in the order of the model's columns")),
}
type Beside<T extends Parameters<typeof Type.Object>[0]> = Static<ReturnType<typeof Type.Object<T>>>

/** A model of the ensemble: where it is, what it takes and what it gives. */
export type ClassifierEntry = Beside<typeof besideOutput> & OutputEntry
export const ClassifierEntry = Type.Unsafe<ClassifierEntry>(
  oneTag(outputOptions, besideOutput, `an object with model, port and one of ${outputTags.join(', ')}`),
)

const besideStack = {
  ...servedModel,
  takes: Type.Optional(
    Type.Array(nonEmpty('a column, as "logreg.malignant" or "ridge"'), {
      minItems: 1,
      uniqueItems: true,
      description: "the columns that it takes, in the order of the model's",
    }),
  ),
  missing: Type.Optional(
    Type.Record(Type.String(), Type.Number({ description: 'a number' }), {
      description: 'an object of the number that stands in for each column without an answer',
    }),
  ),
}

/** A final model, which takes the answers of the others. */
export type StackEntry = Beside<typeof besideStack> & OutputEntry
export const StackEntry = Type.Unsafe<StackEntry>(
  oneTag(outputOptions, besideStack, `an object with model, port and one of ${outputTags.join(', ')}`),
)
