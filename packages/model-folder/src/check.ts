import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ContractError, openClassifier, readModelSource } from '@sepal/classifier/model'
import { loadManifest, type Manifest, manifestServing, modulePathOf, servedEntries } from '@sepal/ensemble'
import { describeValue, type OnnxModel } from '@sepal/onnx'
import { loadDecide } from '@sepal/proxy/decide-module'
import { loadModelCards } from '@sepal/proxy/model-cards'
import { StartupError } from '@sepal/server/startup-error'

/** Why a classifier does not start, and the line that would let it. */
export type Fault = { expected: string; found: string; advice: string | undefined }

/** What is known of one classifier, each line with what it is about. */
export type ModelReport = {
  name: string
  file: string
  lines: [about: string, text: string][]
  fault: Fault | undefined
}

export type FolderReport = {
  name: string
  folder: string
  classifiers: ModelReport[]
  /** the module that decides, where there is one; `fault` tells why it cannot */
  module: { path: string; fault: string | undefined } | undefined
  /** models in the folder that no classifier serves */
  strays: string[]
}

/**
 * Opens every model of a folder as its classifier would: with the sample and the golden rows.
 * @throws ManifestError when it has no `ensemble.json`, or one that is wrong
 */
export async function checkFolder(folder: string): Promise<FolderReport> {
  const manifest = await loadManifest(folder)
  const { faults } = await loadModelCards(folder, manifest)
  const classifiers: ModelReport[] = []
  // One after the other: models may be large.
  for (const name of Object.keys(servedEntries(manifest))) {
    const report = await check(folder, manifestServing(manifest, name) ?? manifest, name)
    report.lines.push(...(faults.get(name) ?? []).map((fault): [string, string] => ['card', fault]))
    classifiers.push(report)
  }
  const used = new Set(classifiers.map(({ file }) => file))
  const strays = (await readdir(folder)).filter((file) => file.endsWith('.onnx') && !used.has(file))
  const module = await checkModule(folder, manifest)
  return { name: manifest.name, folder, classifiers, module, strays: strays.toSorted() }
}

/** Loads the module that decides as the proxy would. */
async function checkModule(folder: string, manifest: Manifest): Promise<FolderReport['module']> {
  const path = modulePathOf(manifest.combine)
  if (path === undefined) return undefined
  try {
    await loadDecide(folder, manifest)
    return { path, fault: undefined }
  } catch (error) {
    if (!(error instanceof StartupError)) throw error
    return { path, fault: error.message }
  }
}

async function check(folder: string, manifest: Manifest, name: string): Promise<ModelReport> {
  const file = manifest.classifiers[name]?.model ?? ''
  const lines: ModelReport['lines'] = []
  try {
    lines.push(...describeModel((await readModelSource(join(folder, file))).onnx))
    const opened = await openClassifier(folder, manifest, name)
    await opened.model.release()
    lines.push(...describeOpened(opened))
    return { name, file, lines, fault: undefined }
  } catch (error) {
    if (!(error instanceof ContractError)) throw error
    const { expected, found, advice } = error
    return { name, file, lines, fault: { expected, found, advice } }
  }
}

function describeModel({ producer, inputs, outputs }: OnnxModel): ModelReport['lines'] {
  return [
    ...(producer === '' ? [] : [['exported by', producer] as [string, string]]),
    ['takes', inputs.map(describeValue).join(', ')],
    ['gives', outputs.map(describeValue).join(', ')],
  ]
}

type Opened = Awaited<ReturnType<typeof openClassifier>>

function describeOpened({ model, output, trial, codec, golden }: Opened): ModelReport['lines'] {
  const features = codec.features.map((feature) => feature.name)
  const classes = output.classes.length > 0 ? ` of ${output.classes.join(', ')}` : ''
  const answer = JSON.stringify(output.answerOf(trial.prediction, 0))
  const lines: ModelReport['lines'] = [
    ['reads', `${model.output} as ${output.tag}${classes}`],
    ['features', `${features.length}: ${listed(features)}`],
    ...model.repairs.map((repair): [string, string] => ['repaired', repair]),
    ...model.notes.map((note): [string, string] => ['note', note]),
    ['sample', answer],
  ]
  if (golden) lines.push(['golden', `${golden.rows} rows agree, worst difference ${golden.worst}`])
  return lines
}

const SHOWN = 8
const listed = (names: readonly string[]) =>
  names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')}, …` : names.join(', ')

const ABOUT_WIDTH = 13
const line = (about: string, text: string) => `  ${about.padEnd(ABOUT_WIDTH)}${text}`

/** The report as it is printed. */
export function formatReport({ name, folder, classifiers, module, strays }: FolderReport): string {
  const parts = classifiers.map(({ name: classifier, file, lines, fault }) =>
    [
      `${fault ? '✗' : '✓'} ${classifier}  ${file}`,
      ...lines.map(([about, text]) => line(about, text)),
      ...(fault ? faultLines(fault) : []),
    ].join('\n'),
  )
  const wrong = classifiers.filter(({ fault }) => fault).length
  const more = strays.map(
    (file) =>
      `- ${file} is in the folder, and no classifier serves it: npx sepal add ${join(folder, file)} --models ${folder}`,
  )
  const decides = module ? [moduleLines(module)] : []
  const broken = module?.fault === undefined ? '' : `; ${module.path} cannot decide`
  const verdict = `${name}: ${verdictOf(wrong, classifiers.length)}${broken}`
  return [...parts, ...decides, ...more, verdict].join('\n')
}

function moduleLines({ path, fault }: NonNullable<FolderReport['module']>): string {
  const found = fault === undefined ? line('decides', 'on plausible answers') : line('found', fault)
  return `${fault === undefined ? '✓' : '✗'} combine  ${path}\n${found}`
}

function verdictOf(wrong: number, count: number): string {
  if (wrong === 0) return count === 1 ? 'its model fits' : `all ${count} models fit`
  if (count === 1) return 'its model does not fit'
  return `${wrong} of ${count} models ${wrong === 1 ? 'does' : 'do'} not fit`
}

function faultLines({ expected, found, advice }: Fault): string[] {
  const lines = [line('expected', expected), line('found', found)]
  return advice === undefined ? lines : [...lines, line('to do', advice)]
}
