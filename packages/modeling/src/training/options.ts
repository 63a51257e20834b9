import { parseArgs } from 'node:util'
import { InputError } from '../input-error.ts'

/** What the command line asks for. `models` is the folder to read, `out` the one to write to or to check. */
export type Options = { kind: 'help' } | { kind: 'write' | 'check'; models: string; out: string }

export const HELP = `Trains the classifiers of an ensemble and writes, for each, an ONNX file and a card.

usage: bun run train [--models DIR] [--out DIR] [--check]

  --models DIR  the folder with ensemble.json, training.json and the data (default: models)
  --out DIR     the folder to write to (default: the one of --models)
  --check       write nothing: train, compare byte for byte with the files that are there,
                and exit with 1 when one is missing or differs
  --help        this text

The same input gives the same bytes on every run.`

/** @throws InputError naming an option that does not exist or lacks its value */
export function parseOptions(args: string[], defaultFolder: string): Options {
  const { help, models = defaultFolder, out = models, check } = parsed(args)
  if (help) return { kind: 'help' }
  return { kind: check ? 'check' : 'write', models, out }
}

function parsed(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h' },
        check: { type: 'boolean' },
        models: { type: 'string' },
        out: { type: 'string' },
      },
    })
    return values
  } catch (cause) {
    throw new InputError(`${cause instanceof Error ? cause.message : cause}\n\n${HELP}`, { cause })
  }
}
