import { join } from 'node:path'
import { loadManifest } from '@sepal/ensemble'
import { AddError } from './add-error.ts'
import type { Addition, AddOptions } from './addition.ts'
import { each } from './each-model.ts'
import { insertClassifier } from './entry-insertion.ts'
import { place } from './entry-place.ts'
import type { Frame } from './entry-trial.ts'
import { type Brought, bring } from './model-copy.ts'
import { addToNew } from './new-ensemble.ts'

/**
 * Proposes the entry of each model, tries it as the classifier would, and writes those that can be served into the
 * folder's `ensemble.json`. In a new one the features are those of all models together.
 * @throws AddError for a folder whose manifest cannot be added to
 */
export async function addModels(files: readonly string[], options: AddOptions): Promise<Addition> {
  const isNew = !(await Bun.file(join(options.folder, 'ensemble.json')).exists())
  // Before anything is copied.
  const frame = isNew ? undefined : await manifestOf(options.folder)
  const given = files.map((file) => ({ file, copies: [] }))
  const { done, refused } = await each(given, ({ file }) => bring(file, options.folder))
  const addition = frame === undefined ? await addToNew(done, options) : await addTo(frame, done, options)
  return { ...addition, isNew, refused: [...refused, ...addition.refused] }
}

function manifestOf(folder: string): Promise<Frame> {
  return loadManifest(folder, {
    onOldForm: () => {
      throw new AddError('ensemble.json has the form of version 0.1; write it in the present form first')
    },
  })
}

async function addTo(frame: Frame, models: readonly Brought[], options: AddOptions) {
  const path = join(options.folder, 'ensemble.json')
  const { done: added, refused } = await each(models, async (brought) => {
    const placed = await place(brought, frame, options)
    await Bun.write(path, insertClassifier(await Bun.file(path).text(), placed.name, placed.entry))
    frame.classifiers = { ...frame.classifiers, [placed.name]: placed.entry }
    return placed
  })
  return { added, refused, combine: undefined }
}
