import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { ModelFolder } from '@sepal/classifier/testing/model-folder'
import { checkManifest, type Manifest } from '@sepal/ensemble'
import { mixedFeatures, mixedSample, mixedValueOf, writeMixedClasses, writeMixedValue } from '@sepal/modeling'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import { ScratchFolder } from '@sepal/score/testing/scratch-folder'

setDefaultTimeout(60_000)

const score = [process.execPath, join(import.meta.dir, '../packages/sepal/src/main.ts'), 'score']
const folder = await ScratchFolder.make()
afterAll(() => folder[Symbol.asyncDispose]())

const values = { low: { value: { unit: 'EUR' } }, high: { value: {} } }
const classes = {
  forest: { probabilities: { stay: {}, leave: {} } },
  boosted: { probabilities: { stay: {}, leave: {} } },
}

/** Models over a feature of each kind, behind a proxy. */
class MixedEnsemble implements AsyncDisposable {
  private constructor(
    private readonly models: ModelFolder,
    private readonly running: RunningEnsemble<Manifest>,
  ) {}

  static async start(outputs: Record<string, object>, combine: object): Promise<MixedEnsemble> {
    const classifiers = Object.entries(outputs).map(([name, output], i) => [
      name,
      { model: `${name}.onnx`, port: 8000 + i, ...output },
    ])
    const manifest: unknown = {
      name: 'mixed',
      features: mixedFeatures,
      sample: mixedSample,
      classifiers: Object.fromEntries(classifiers),
      combine,
    }
    checkManifest(manifest)
    const files = Object.entries(outputs).map(([name, output], i) => [
      `${name}.onnx`,
      'value' in output ? writeMixedValue(i) : writeMixedClasses(i),
    ])
    const models = await ModelFolder.write(manifest, Object.fromEntries(files))
    return new MixedEnsemble(models, await RunningEnsemble.start(manifest, models.path))
  }

  /** The command, and what it wrote. */
  async score(input: string, ...argv: string[]): Promise<{ stdout: string; stderr: string; code: number }> {
    const url = `http://${this.running.proxy.address}`
    const command = Bun.spawn([...score, input, '--url', url, ...argv], {
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [stdout, stderr, code] = await Promise.all([
      command.stdout.text(),
      command.stderr.text(),
      command.exited,
    ])
    return { stdout, stderr, code }
  }

  async [Symbol.asyncDispose]() {
    await this.running[Symbol.asyncDispose]()
    await this.models[Symbol.asyncDispose]()
  }
}

const HEAD = 'note,id,plan,Income (EUR),age,member'
const csv = `${HEAD}
"stay, please",1,pro,52000.5,44,yes
cancel,2,basic,,30.0,FALSE
stay,3,gold,1,30,true
stay,4,team,NA,67,1
`
/** The rows of the file without the one whose plan is none. */
const rows = [
  { age: 44, income: 52_000.5, plan: 'pro', member: true, note: 'stay, please' },
  { age: 30, income: null, plan: 'basic', member: false, note: 'cancel' },
  { age: 67, income: null, plan: 'team', member: true, note: 'stay' },
]

const cellsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))

describe('score takes a column of every kind', () => {
  test('and adds a value with how far the models are apart', async () => {
    await using ensemble = await MixedEnsemble.start(values, { mean: {} })
    const { stdout, stderr, code } = await ensemble.score(await folder.write('in.csv', csv))
    expect(code).toBe(3)
    expect(stderr).toContain('line 4: plan is "gold", expected one of basic, pro, team')
    const [head, ...lines] = stdout.trimEnd().split('\n')
    expect(head).toBe(`${HEAD},value,min,max,spread`)
    expect(lines.map((line) => line.replace(/(,[-\d.e]+){4}$/, ''))).toEqual(
      csv.split('\n').filter((line) => /^("stay|cancel|stay,4)/.test(line)),
    )
    for (const [i, row] of rows.entries()) {
      const [value = 0, min = 0, max = 0, spread = 0] = (lines[i] ?? '').split(',').slice(-4).map(Number)
      const two = [mixedValueOf(0, row), mixedValueOf(1, row)]
      expect(value).toBeCloseTo((two[0] ?? 0) / 2 + (two[1] ?? 0) / 2, 3)
      expect([min, max]).toEqual([expect.closeTo(Math.min(...two), 3), expect.closeTo(Math.max(...two), 3)])
      expect(spread).toBeCloseTo((max - min) / 2, 5)
    }
  })

  test('of NDJSON and of a JSON array', async () => {
    await using ensemble = await MixedEnsemble.start(values, { median: {} })
    const [first, second] = rows
    const inputs = [
      `${JSON.stringify(first)}\n${JSON.stringify(second)}\n`,
      JSON.stringify([first, second], null, 1),
    ]
    for (const [i, text] of inputs.entries()) {
      const { stdout, code } = await ensemble.score(await folder.write(`in-${i}`, text))
      expect(code).toBe(0)
      const scored = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(scored).toMatchObject([first, second])
      expect(Object.keys(scored[0]).slice(-4)).toEqual(['value', 'min', 'max', 'spread'])
    }
  })

  test('and adds the label of a vote, with its probability where it has one', async () => {
    await using soft = await MixedEnsemble.start(classes, { 'soft-vote': {} })
    await using hard = await MixedEnsemble.start(classes, { 'hard-vote': {} })
    const input = await folder.write('in.csv', csv)
    const softly = cellsOf((await soft.score(input)).stdout)
    expect(softly[0]?.slice(6)).toEqual(['label', 'proba'])
    expect(softly[3]?.slice(6)).toEqual([
      expect.stringMatching(/^(stay|leave)$/),
      expect.stringMatching(/^0\.\d+$/),
    ])
    const hardly = cellsOf((await hard.score(input)).stdout)
    expect(hardly[0]?.slice(6)).toEqual(['label'])
    expect(hardly[3]?.slice(6)).toEqual([expect.stringMatching(/^(stay|leave)$/)])
  })

  test.each([
    ['by itself where nothing is decided', { none: {} }, []],
    ['with --each-classifier', { 'soft-vote': {} }, ['--each-classifier']],
  ])("and adds each classifier's answers, %s", async (_, combine, argv) => {
    await using ensemble = await MixedEnsemble.start({ ...classes, ...values }, combine)
    const { stdout } = await ensemble.score(await folder.write('in.csv', csv), ...argv)
    const [head, ...lines] = cellsOf(stdout)
    expect(head?.slice(6)).toEqual([
      'forest.stay',
      'forest.leave',
      'boosted.stay',
      'boosted.leave',
      'low',
      'high',
    ])
    const [stay, leave, , , low, high] = lines[1]?.slice(6).map(Number) ?? []
    expect((stay ?? 0) + (leave ?? 0)).toBeCloseTo(1, 5)
    const [, second = rows[0]] = rows
    if (second)
      expect([low, high]).toEqual([2, 3].map((seed) => expect.closeTo(mixedValueOf(seed, second), 3)))
  })
})
