import { Command, flag, type Parsed, text } from '@sepal/command-line'

export const trainCommand = new Command({
  name: 'train',
  invocation: 'bun run train',
  summary: 'Trains the classifiers of an ensemble and writes an ONNX file and a card for each.',
  options: {
    models: text({
      placeholder: 'DIR',
      help: 'folder with ensemble.json, training.json and the data',
      defaultText: 'models/ of this repository',
    }),
    out: text({ placeholder: 'DIR', help: 'folder to write to', defaultText: 'the folder of --models' }),
    check: flag({
      help: 'write nothing; train, compare with the existing files byte for byte, and exit with 1 if any differs',
    }),
  },
  notes: ['The same input gives the same bytes every time.'],
  examples: [
    ['--check', 'check that the models are what training gives'],
    ['--models DIR --out OTHER', 'train on the data of one folder, write to another'],
  ],
})

export type Arguments = Parsed<typeof trainCommand>
