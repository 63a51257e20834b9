import { join, relative, resolve } from 'node:path'
import { Command, type Parsed, text, value, wholeNumber } from '@sepal/command-line'
import { addModel } from './add.ts'
import { AddError } from './add-error.ts'
import { readSample } from './data-sample.ts'
import { findModelsFolder } from './models-folder.ts'

const names = (help: string) =>
  value<string[]>({
    placeholder: 'A,B',
    help,
    parse: (given) => given.split(',').map((name) => name.trim()),
  })

export const addCommand = new Command({
  name: 'add',
  invocation: 'sepal add',
  summary: 'Proposes the entry of a model, tries it and writes it into ensemble.json.',
  operands: {
    placeholder: 'FILE.onnx',
    help: 'the model',
    max: 1,
    isRequired: true,
    parse: (given) => given,
  },
  options: {
    models: text({ placeholder: 'DIR', help: 'the folder with ensemble.json', defaultText: '. or models' }),
    data: text({
      placeholder: 'FILE.csv',
      help: 'a table with the columns that the model takes: their names, kinds, values and ranges',
    }),
    features: names("the features that it takes, in the order of the model's columns"),
    classes: names("the classes, in the order of the model's columns, where it does not name them"),
    name: text({ placeholder: 'NAME', help: 'of the classifier', defaultText: "the file's" }),
    port: wholeNumber({
      placeholder: 'PORT',
      help: 'of the classifier',
      min: 1,
      max: 65_535,
      defaultText: 'the next free one from 8000',
    }),
  },
  notes: [
    "Inputs become features, and the classes are the model's. The model is copied into the folder; where there is no ensemble.json, one is written.",
  ],
  examples: [['churn.onnx --models my-models --data train.csv', 'a new folder, with features from a table']],
  exitCodes: ['ok', 'failed', 'usage'],
})

/** Writes the entry and says what it is. */
export async function runAdd({
  operands,
  models,
  data,
  ...options
}: Parsed<typeof addCommand>): Promise<void> {
  const [file = ''] = operands
  const folder = models === undefined ? ((await findModelsFolder()) ?? resolve('models')) : resolve(models)
  const { name, entry, isNew, notes } = await addModel(resolve(file), {
    ...options,
    folder,
    ...(data !== undefined && { data: readSample(await textOf(data)) }),
  })
  const shown = relative('', folder)
  const isFound = (await findModelsFolder()) === folder
  const [operand, option] = isFound ? ['', ''] : [` ${shown}`, ` --models ${shown}`]
  const where = join(shown, 'ensemble.json')
  const lines = [
    `${name} is in ${where}${isNew ? ', which is new' : ''}: ${JSON.stringify(entry)}`,
    ...notes.map((note) => `- ${note}`),
    `next: npx sepal check${operand}, then npx sepal start${option}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

async function textOf(path: string): Promise<string> {
  const file = Bun.file(path)
  if (!(await file.exists())) throw new AddError(`no such file: ${path}`)
  return file.text()
}
