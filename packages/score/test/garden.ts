import { optionsOf, scoreCommand } from '../src/arguments.ts'
import { openFiles } from '../src/files.ts'
import { Job } from '../src/job.ts'
import type { Ask, Rows } from '../src/scorer.ts'
import type { Done } from '../src/scoring.ts'

/** An ensemble of two features whose scores tell which row they are of. */
export const garden = {
  features: [
    { name: 'height', unit: 'cm' },
    { name: 'petals', unit: '' },
  ],
  columns: ['label', 'proba'],
}

/** Both features are numbers. */
const numbersOf = (rows: Rows) => rows.map((row) => row.map(Number))

export const askGarden: Ask = async (rows) => ({
  columns: [
    numbersOf(rows).map(([height = 0, petals = 0]) => (height > petals ? 'tall' : 'wide')),
    numbersOf(rows).map(([height = 0, petals = 0]) => height + petals / 1000),
  ],
})

export type Run = { ask?: Ask; stopping?: AbortController; said?: string[] }

/** Scores as the command does, with a garden in the place of a proxy. */
export async function run(argv: readonly string[], { ask = askGarden, ...run }: Run = {}): Promise<Done> {
  const options = optionsOf(scoreCommand.read(argv))
  const { signal } = run.stopping ?? new AbortController()
  const files = await openFiles(options, garden, signal)
  await using job = new Job(options, files, {
    ask,
    stopping: signal,
    aborting: new AbortController().signal,
    now: () => 0,
    screen: { write: (text) => run.said?.push(text) },
  })
  return await job.run()
}
