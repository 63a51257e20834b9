import { Command, EXIT, type Parsed } from '@sepal/command-line'
import { checkFolder, formatReport } from './check.ts'
import { modelsFolder } from './models-folder.ts'

export const checkCommand = new Command({
  name: 'check',
  invocation: 'sepal check',
  summary: 'Opens every model of a folder as its classifier would, and says what is wrong.',
  operands: {
    placeholder: 'DIR',
    help: 'the folder with ensemble.json and the models (default: . or models)',
    max: 1,
    parse: (text) => text,
  },
  options: {},
  notes: [
    'It shows what goes in and out of each model, what is repaired in memory and the line to change where one does not fit, and runs the sample and the golden rows.',
  ],
  examples: [['my-models', 'another folder']],
  exitCodes: ['ok', 'failed', 'usage'],
})

/** Prints the report; fails when a model does not fit. */
export async function runCheck({ operands: [folder] }: Parsed<typeof checkCommand>): Promise<number> {
  const report = await checkFolder(await modelsFolder(folder))
  process.stdout.write(`${formatReport(report)}\n`)
  const faults = [report.module?.fault, ...report.classifiers.map(({ fault }) => fault)]
  return faults.some((fault) => fault !== undefined) ? EXIT.failed : EXIT.ok
}
