import { afterAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { FLOAT32_MAX } from '@sepal/ensemble'
import fc from 'fast-check'
import iris from '../../../../models/ensemble.json' with { type: 'json' }
import { unboundedModel } from '../../test/edited-model.ts'
import { irisFolder, ModelFolder } from '../../test/model-folder.ts'
import { plainSignature, rowsOf } from '../../test/rows.ts'
import type { WorkerRequest } from './inference-thread.ts'
import { loadModel } from './load-model.ts'
import type { Model } from './model.ts'
import { type StartThread, startWorkerPool } from './worker-pool.ts'

const shape = plainSignature(4, 2)
const path = join(irisFolder, 'setosa.onnx')

/** A model in threads of its own, until it goes out of scope. */
async function start(
  threads: number,
  file = path,
  options: { start?: StartThread } = {},
): Promise<Model & AsyncDisposable> {
  const inline = await loadModel(file, shape)
  const pool = await startWorkerPool(file, shape, { inline, threads, ...options })
  return { ...pool, [Symbol.asyncDispose]: () => pool.release() }
}

/** Why a call failed. Bun's `expect(…).rejects` does not let the messages of threads through while it waits. */
async function reasonOf(call: Promise<unknown>): Promise<string> {
  const [result] = await Promise.allSettled([call])
  return result.status === 'rejected' ? String(result.reason) : 'it did not fail'
}

describe('a model in threads', () => {
  const inlineLoaded = loadModel(path, shape)
  afterAll(async () => (await inlineLoaded).release())

  test.each([1, 2, 3])('answers as it does inline, bit for bit: %d threads', async (threads) => {
    const inline = await inlineLoaded
    await using pool = await start(threads)
    const number = fc.oneof(
      fc.float({ min: 0, max: 10, noNaN: true }),
      fc.float({ min: -Math.fround(FLOAT32_MAX), max: Math.fround(FLOAT32_MAX), noNaN: true }),
    )
    const row = fc.array(number, { minLength: 4, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
        const asked = rowsOf(...rows.flat())
        const answers = await Promise.all([pool.predict(asked), inline.predict(asked)])
        const [threaded, same] = answers.map(({ numbers }) => numbers)
        if (threaded === undefined || same === undefined) throw new Error('no answers')
        expect(new Uint32Array(threaded.buffer, threaded.byteOffset, threaded.length)).toEqual(
          new Uint32Array(same.buffer, same.byteOffset, same.length),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('answers many calls at once, each with its own', async () => {
    const inline = await inlineLoaded
    await using pool = await start(2)
    const calls = Array.from({ length: 50 }, (_, i) => rowsOf(i / 10, 1, 2, 3, 4, i / 7, 1, 1))
    const answers = await Promise.all(calls.map((rows) => pool.predict(rows)))
    for (const [i, rows] of calls.entries()) expect(answers[i]).toEqual(await inline.predict(rows))
  })

  test('leaves the rows as they are, which may be part of a larger whole', async () => {
    await using pool = await start(2)
    const whole = Float32Array.of(9, 9, 5.1, 3.5, 1.4, 0.2, 5.1, 3.5, 1.4, 0.2, 9)
    const before = Float32Array.from(whole)
    const { numbers } = await pool.predict({ numbers: whole.subarray(2, 10), texts: [] })
    const [a, b, c, d] = numbers
    expect(whole).toEqual(before)
    expect([c, d]).toEqual([a, b])
    expect(a).toBeGreaterThan(0.9)
  })

  test('is the same model by name', async () => {
    const { file, sha256, inputs, output } = await inlineLoaded
    await using pool = await start(1)
    expect(pool).toMatchObject({ file, sha256, inputs, output })
  })
})

describe('an inference that fails in a thread', () => {
  /** Its answers are the numbers themselves, and those that are no probabilities are refused. */
  const unbounded = () => ModelFolder.write(iris, { 'setosa.onnx': unboundedModel() })
  const fine = [0, 0, 0, 0]
  const wild = [50, 60, 70, 80]

  test('fails the rows concerned alone, and the pool goes on', async () => {
    await using folder = await unbounded()
    await using pool = await start(2, join(folder.path, 'setosa.onnx'))
    const good = await pool.predict(rowsOf(...fine))
    expect(good.failed).toEqual([])
    const detail = 'the model gave 70, expected a probability in [0, 1]'
    for (const [rows, failed] of [
      [[wild], [0]],
      [[fine, wild], [1]],
      [
        [wild, fine, wild],
        [0, 2],
      ],
    ] as const) {
      const answer = await pool.predict(rowsOf(...rows.flat()))
      expect(answer.failed).toEqual(failed.map((row) => ({ row, detail })))
      for (const [row, own] of rows.entries()) {
        const numbers = [...answer.numbers.subarray(2 * row, 2 * row + 2)]
        expect(numbers).toEqual(own === fine ? [...good.numbers] : [Number.NaN, Number.NaN])
      }
    }
  })
})

describe('a thread that dies', () => {
  const sample = rowsOf(5.1, 3.5, 1.4, 0.2)
  const two = rowsOf(5.1, 3.5, 1.4, 0.2, 1, 2, 3, 4)

  /** A pool, and its threads in the order of their starts. */
  async function startKillable(threads: number, file = path) {
    const started: Worker[] = []
    const pool = await start(threads, file, {
      start: () => {
        const worker = new Worker(new URL('./worker.ts', import.meta.url))
        started.push(worker)
        return worker
      },
    })
    /** Lets a thread exit by itself, between two inferences. */
    const kill = async (index: number) => {
      const worker = started[index]
      const closed = new Promise((resolve) => worker?.addEventListener('close', resolve))
      const stop: WorkerRequest = { kind: 'stop' }
      worker?.postMessage(stop)
      await closed
    }
    return { pool, started, kill }
  }

  test('fails the call that it was at, which does not hang', async () => {
    await using pool = await start(2, path, {
      start: () => new Worker(new URL('../../test/mortal-worker.ts', import.meta.url)),
    })
    expect(await reasonOf(pool.predict(two))).toBe('Error: an inference thread ended')
  })

  test('is replaced before the next call, again and again', async () => {
    const { pool, started, kill } = await startKillable(2)
    await using _ = pool
    const good = await pool.predict(two)
    for (const index of [0, 1, 2]) {
      await kill(index)
      expect(await pool.predict(two)).toEqual(good)
    }
    expect(started).toHaveLength(5)
  })

  test('is tried to be replaced until its model can be loaded', async () => {
    await using folder = await ModelFolder.write(iris)
    const file = join(folder.path, 'setosa.onnx')
    const { pool, kill } = await startKillable(1, file)
    await using _ = pool
    const good = await pool.predict(sample)
    const bytes = await Bun.file(file).bytes()
    await Bun.file(file).delete()
    await kill(0)
    expect(await reasonOf(pool.predict(sample))).toContain('no such file')
    await Bun.write(file, bytes)
    expect(await pool.predict(sample)).toEqual(good)
  })

  test('is not replaced once the pool is released', async () => {
    const { pool, started, kill } = await startKillable(1)
    await kill(0)
    await pool.release()
    expect(await reasonOf(pool.predict(sample))).toBe('Error: an inference thread ended')
    expect(started).toHaveLength(1)
  })
})

describe('a pool', () => {
  const stopped = 'Error: the inference thread is stopped'

  test('that is released fails what is under way and what comes', async () => {
    const pool = await start(2)
    const underWay = reasonOf(pool.predict(rowsOf(1, 2, 3, 4)))
    await pool.release()
    expect(await underWay).toBe(stopped)
    expect(await reasonOf(pool.predict(rowsOf(1, 2, 3, 4)))).toBe(stopped)
  })

  test.each([
    ['that is released', path, '4\n'],
    [
      'that cannot load its model',
      '/nowhere/rose.onnx',
      expect.stringContaining('a model at /nowhere/rose.onnx'),
    ],
  ])('%s ends its threads', async (_, file, said) => {
    const script = join(import.meta.dir, '../../test/one-pool.ts')
    await using child = Bun.spawn([process.execPath, script, path, file], { stdout: 'pipe', stderr: 'pipe' })
    expect(await child.stdout.text()).toEqual(said)
    expect([await child.exited, await child.stderr.text()]).toEqual([0, ''])
  })
})
