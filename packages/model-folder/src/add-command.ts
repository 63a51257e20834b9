import { readdir, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { Command, EXIT, type Parsed, text, UsageError, value, wholeNumber } from '@sepal/command-line'
import { textOfFile } from '@sepal/tabular'
import { addModels } from './add.ts'
import { AddError } from './add-error.ts'
import { formatAddition } from './addition-report.ts'
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
  summary: 'Proposes the entries of models, tries them and writes them into ensemble.json.',
  operands: {
    placeholder: 'FILE.onnx|DIR',
    help: 'models, or a folder of them',
    max: 1000,
    isRequired: true,
    parse: (given) => given,
  },
  options: {
    models: text({ placeholder: 'DIR', help: 'the folder with ensemble.json', defaultText: '. or models' }),
    data: text({
      placeholder: 'FILE.csv',
      help: 'a table with the columns that the models take: their names, kinds, values and ranges',
    }),
    features: names("the features that they take, in the order of the models' columns"),
    classes: names("the classes, in the order of the models' columns, where these do not name them"),
    name: text({ placeholder: 'NAME', help: 'of the classifier, for one model', defaultText: "the file's" }),
    port: wholeNumber({
      placeholder: 'PORT',
      help: 'of the classifier, for one model',
      min: 1,
      max: 65_535,
      defaultText: 'the next free one from 8000',
    }),
  },
  notes: [
    "Inputs become features, and the classes are the models'. The models are copied into the folder; where there is no ensemble.json, one is written, with a proposal of how to combine several.",
    'Of several models, those that cannot be served are named, with what would help, and left out.',
  ],
  examples: [
    ['churn.onnx --models my-models --data train.csv', 'a new folder, with features from a table'],
    ['../onnx', 'all models of a folder'],
  ],
  exitCodes: ['ok', 'failed', 'usage', 'incomplete'],
})

/**
 * Writes the entries and says what they are.
 * @returns an exit code
 * @throws the reason why the only model is refused
 */
export async function runAdd({
  operands,
  models,
  data,
  ...options
}: Parsed<typeof addCommand>): Promise<number> {
  const files = (await Promise.all(operands.map(modelsAt))).flat()
  if (files.length > 1 && (options.name !== undefined || options.port !== undefined))
    throw new UsageError(`--name and --port are for one model, and there are ${files.length}`)
  const folder = models === undefined ? await defaultFolder() : resolve(models)
  const addition = await addModels(
    files.map((file) => resolve(file)),
    {
      ...options,
      folder,
      ...(data !== undefined && { data: readSample(textOfFile(await bytesOf(data))) }),
    },
  )
  const { added, refused } = addition
  if (files.length === 1 && refused[0]) throw refused[0].reason
  const shown = relative('', folder)
  process.stdout.write(`${formatAddition(addition, join(shown, 'ensemble.json'))}\n`)
  if (added.length === 0) return EXIT.failed
  const isFound = (await findModelsFolder()) === folder
  const [operand, option] = isFound ? ['', ''] : [` ${shown}`, ` --models ${shown}`]
  process.stdout.write(`next: npx sepal check${operand}, then npx sepal start${option}\n`)
  return refused.length === 0 ? EXIT.ok : EXIT.incomplete
}

/** A folder that is called models is for them; a project without one has them beside its package.json. */
async function defaultFolder(): Promise<string> {
  const found = await findModelsFolder()
  if (found !== undefined) return found
  const isProject = await Bun.file('package.json').exists()
  return isProject && !(await isFolder('models')) ? resolve() : resolve('models')
}

/** A file, or the models of a folder in the order of their names. */
async function modelsAt(place: string): Promise<string[]> {
  if (!(await isFolder(place))) return [place]
  const names = (await readdir(place)).filter((name) => name.endsWith('.onnx')).toSorted()
  if (names.length === 0) throw new AddError(`${place} has no .onnx file; export the models as ONNX`)
  return names.map((name) => join(place, name))
}

const isFolder = async (path: string) => (await stat(path).catch(() => undefined))?.isDirectory() ?? false

async function bytesOf(path: string): Promise<Uint8Array> {
  const file = Bun.file(path)
  if (!(await file.exists())) throw new AddError(`no such file: ${path}`)
  return file.bytes()
}
