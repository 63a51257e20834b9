import { Command, choice, flag, type Parsed, text } from '@sepal/command-line'
import { PACKAGE_MANAGERS } from './package-manager.ts'

export const TEMPLATES = ['iris', 'empty'] as const
export type Template = (typeof TEMPLATES)[number]

export const createCommand = new Command({
  name: 'create-sepal',
  invocation: 'npm create sepal@latest',
  summary: 'Makes a project that serves your models.',
  operands: {
    placeholder: 'DIR',
    help: 'the folder of the project, which is new or empty',
    max: 1,
    parse: (given) => given,
  },
  options: {
    from: text({ placeholder: 'DIR|FILE,…', help: 'your models: a folder of .onnx files, or the files' }),
    data: text({
      placeholder: 'FILE.csv',
      help: 'a table with the columns that the models take: their names, kinds, values and ranges',
    }),
    template: choice({
      placeholder: 'NAME',
      help: 'iris, an example with three models, or empty, without a model',
      of: TEMPLATES,
      defaultText: 'iris without --from',
    }),
    pm: choice({
      placeholder: 'NAME',
      help: 'the package manager: npm, pnpm, yarn or bun',
      of: PACKAGE_MANAGERS,
      defaultText: 'the one that runs this',
    }),
    install: flag({ help: 'install the dependencies, which is the default' }),
    noInstall: flag({ help: 'leave installing, and with it adding the models, to you' }),
    offline: flag({ help: "install from the package manager's cache" }),
    yes: flag({ short: 'y', help: 'ask nothing, as without a terminal' }),
    version: flag({ short: 'v', help: 'print the version' }),
  },
  notes: [
    'npm takes options for this command after --, the other package managers without: pnpm create sepal fraud --from ./onnx.',
    'Each model is tried before it is written into ensemble.json. One that cannot be served is named, with what would help, and left out.',
  ],
  examples: [
    ['fraud -- --from ./onnx', 'a project around the models in ./onnx'],
    ['fraud -- --from ./onnx --data rows.csv', 'with features from a table'],
    ['iris -- --template iris --yes', 'an example'],
  ],
  exitCodes: ['ok', 'failed', 'usage', 'interrupted', 'terminated'],
})

export type CreateArguments = Parsed<typeof createCommand>
