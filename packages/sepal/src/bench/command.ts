import { Command, keyFile, type Parsed, text, wholeNumber } from '@sepal/command-line'
import { startCommand } from '@sepal/launcher/start'

const { replicas, proxies, together, models } = startCommand.table.options

export const benchCommand = new Command({
  name: 'bench',
  invocation: 'sepal bench',
  summary: 'Measures how many rows a second the ensemble answers on this machine, and what limits it.',
  options: {
    replicas,
    proxies,
    together,
    models,
    url: text({
      placeholder: 'URL',
      help: 'ask this proxy instead of starting the ensemble; the processor time is then unknown',
    }),
    keyFile,
    seconds: wholeNumber({
      placeholder: 'SECONDS',
      help: 'how long each of the three loads lasts',
      min: 1,
      max: 60,
      default: 3,
    }),
  },
  notes: [
    "Every row is the sample of ensemble.json. The load runs on this machine too and takes its share of the processor, so a proxy that is asked from elsewhere answers more. Rows that differ in length, such as texts, take other times than the sample's.",
  ],
  examples: [
    ['', 'the ensemble of this folder, on free ports'],
    ['--together', 'the same in one process, to compare'],
    ['--replicas NAME=2', 'with two processes for a classifier'],
    ['--url http://127.0.0.1:9000', 'a proxy that is running'],
  ],
  exitCodes: ['ok', 'failed', 'usage', 'hangup', 'interrupted', 'terminated'],
})

export type BenchArguments = Parsed<typeof benchCommand>
