import { join } from 'node:path'
import { type Artifact, artifactsOf, compare, write } from './artifact.ts'
import { describe, type ModelCard } from './card.ts'
import { readSource } from './source.ts'
import { type Plan, planTraining, trainClassifier } from './training.ts'

type Print = (line: string) => void

/** Reads from the folder `models`, and writes to the folder `out` or compares with it. */
type Options = { kind: 'write' | 'check'; models: string; out: string }

/**
 * Trains, and prints the progress.
 * @returns the exit code: 1 when a check found a difference, otherwise 0
 * @throws InputError or ManifestError when the folder's files cannot be used for training
 */
export async function run(options: Options, print: Print): Promise<0 | 1> {
  const plan = planTraining(await readSource(options.models))
  print(summary(plan))
  const artifacts = plan.entries.flatMap((entry) => {
    const trained = trainClassifier(entry, plan)
    const card = describe(trained, plan)
    print(figures(card))
    return artifactsOf(trained, card)
  })
  if (options.kind === 'check') return check(artifacts, options.out, print)
  await writeAll(artifacts, options.out, print)
  return 0
}

async function check(artifacts: Artifact[], folder: string, print: Print): Promise<0 | 1> {
  let code: 0 | 1 = 0
  for (const artifact of artifacts) {
    const state = await compare(artifact, folder)
    print(`${join(folder, artifact.file)}: ${state}`)
    if (state !== 'same') code = 1
  }
  if (code === 1) print('Training gives other files: run `bun run train` and look at the changes.')
  return code
}

async function writeAll(artifacts: Artifact[], folder: string, print: Print) {
  for (const artifact of artifacts) {
    const before = await compare(artifact, folder)
    await write(artifact, folder)
    print(`${join(folder, artifact.file)}: ${before === 'same' ? 'unchanged' : 'written'}`)
  }
}

function summary({ source: { recipe, dataset, manifest }, split }: Plan): string {
  return [
    `${recipe.data}: ${dataset.rows.length} rows of ${Object.keys(manifest.features).length} features`,
    `${split.train.length} to train, ${split.test.length} to test`,
  ].join('; ')
}

function figures({ classifier, metrics, model }: ModelCard): string {
  const vectors = model.supportVectors.own + model.supportVectors.rest
  const { accuracy, logLoss, brier } = metrics
  return `${classifier}: accuracy ${accuracy}, log loss ${logLoss}, Brier ${brier}, ${vectors} support vectors`
}
