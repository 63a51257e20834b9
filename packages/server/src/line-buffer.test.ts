import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { LineBuffer } from './line-buffer.ts'

/** A reader that takes what is written at once, or only when the test says so. */
class Reader {
  readonly blocks: string[] = []
  isReading = true
  #taken = Promise.withResolvers<number>()
  #written = Promise.withResolvers<void>()

  write(text: string): number {
    this.blocks.push(text)
    this.#written.resolve()
    this.#written = Promise.withResolvers()
    return text.length
  }

  flush(): number | Promise<number> {
    return this.isReading ? 0 : this.#taken.promise
  }

  /** Takes all that was written. */
  read() {
    this.#taken.resolve(0)
    this.#taken = Promise.withResolvers()
  }

  /** Is gone. */
  leave() {
    this.#taken.reject(new Error('EPIPE'))
    this.#taken = Promise.withResolvers()
  }

  /** Resolves when something is written. */
  get written(): Promise<void> {
    return this.#written.promise
  }

  get lines(): string[] {
    return this.blocks.join('').split('\n').slice(0, -1)
  }
}

const line = (n: number) => `{"level":"info","n":${n}}\n`
const numbers = (reader: Reader) => reader.lines.map((text): number => JSON.parse(text).n)
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)

function start({ isReading = true } = {}) {
  const reader = new Reader()
  reader.isReading = isReading
  return { reader, buffer: new LineBuffer(reader) }
}

describe('lines', () => {
  test('are written in blocks, after a moment', async () => {
    const { reader, buffer } = start()
    for (const n of upTo(100)) buffer.write(line(n))
    expect(reader.blocks).toEqual([])
    await reader.written
    expect(reader.blocks).toHaveLength(1)
    expect(numbers(reader)).toEqual(upTo(100))
  })

  test('that are many are written before that', () => {
    const { reader, buffer } = start()
    const count = 10_000
    for (const n of upTo(count)) buffer.write(line(n))
    expect(reader.blocks.length).toBeGreaterThan(2)
    expect(reader.blocks.length).toBeLessThan(10)
    for (const block of reader.blocks) expect(block).toEndWith('\n')
  })

  test('that say an error are written at once, after what was there before', () => {
    const { reader, buffer } = start()
    buffer.write(line(0))
    buffer.write('{"level":"error","n":1}\n')
    buffer.write('{"level":"error","n":2}\n')
    expect(numbers(reader)).toEqual([0, 1, 2])
    buffer.write(line(3))
    expect(reader.blocks).toHaveLength(2)
  })

  test('come out whole and in order, however they are written and read', async () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({
          is: fc.constant('write' as const),
          length: fc.nat({ max: 30_000 }),
          isError: fc.boolean(),
        }),
        fc.constant({ is: 'read' as const }),
        fc.constant({ is: 'flush' as const }),
      ),
      { maxLength: 60 },
    )
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const { reader, buffer } = start({ isReading: false })
        let count = 0
        const flushes: Promise<void>[] = []
        for (const step of taken) {
          if (step.is === 'read') reader.read()
          else if (step.is === 'flush') flushes.push(buffer.flush())
          else {
            const level = step.isError ? 'error' : 'info'
            buffer.write(`{"level":"${level}","n":${count++},"x":"${'x'.repeat(step.length)}"}\n`)
          }
          await Promise.resolve()
        }
        reader.isReading = true
        reader.read()
        await Promise.all([...flushes, buffer.flush()])
        expect(numbers(reader)).toEqual(upTo(count))
      }),
    )
  })
})

describe('a reader that has stopped reading', () => {
  test('bounds what waits for it; what is left out is counted', async () => {
    const { reader, buffer } = start({ isReading: false })
    const long = 'x'.repeat(1000)
    const count = 10_000
    for (const n of upTo(count)) buffer.write(`{"level":"info","n":${n},"x":"${long}"}\n`)
    reader.isReading = true
    reader.read()
    await buffer.flush()
    const lines = reader.lines.map((text) => JSON.parse(text))
    const counts = lines.filter((told) => told.msg === 'log lines dropped')
    expect(counts).toEqual([{ level: 'warn', lines: expect.any(Number), msg: 'log lines dropped' }])
    const [{ lines: left }] = counts
    expect(lines.at(-1)).toBe(counts[0])
    expect(lines.slice(0, -1).map(({ n }) => n)).toEqual(upTo(count - left))
    const mebibytes = reader.blocks.join('').length / 2 ** 20
    expect(mebibytes).toBeGreaterThan(4)
    expect(mebibytes).toBeLessThan(4.2)
    buffer.write(line(count))
    await buffer.flush()
    expect(JSON.parse(reader.lines.at(-1) ?? '').n).toBe(count)
    expect(reader.lines.filter((text) => text.includes('dropped'))).toHaveLength(1)
  })

  test('gets the lines that came meanwhile once it reads again', async () => {
    const { reader, buffer } = start({ isReading: false })
    buffer.write('{"level":"error","n":0}\n')
    buffer.write(line(1))
    reader.read()
    await reader.written
    expect(numbers(reader)).toEqual([0, 1])
  })

  test('is waited for by flush', async () => {
    const { reader, buffer } = start({ isReading: false })
    let isDone = false
    buffer.write('{"level":"error","n":0}\n')
    buffer.write(line(1))
    const flushed = buffer.flush().then(() => {
      isDone = true
    })
    reader.read()
    await reader.written
    expect([numbers(reader), isDone]).toEqual([[0, 1], false])
    reader.read()
    await flushed
  })
})

describe('a reader that is gone', () => {
  test('fails neither who writes nor who flushes', async () => {
    const { reader, buffer } = start({ isReading: false })
    buffer.write(line(0))
    const flushed = buffer.flush()
    buffer.write(line(1))
    reader.leave()
    await reader.written
    reader.leave()
    expect(await flushed).toBeUndefined()
  })

  test.each([
    ['with an error', () => expect.unreachable('EPIPE')],
    ['with a promise', () => Promise.reject(new Error('EPIPE'))],
  ])('and says so when it is written to, %s', async (_, write) => {
    const buffer = new LineBuffer({ write, flush: () => 0 })
    buffer.write('{"level":"error"}\n')
    expect(await buffer.flush()).toBeUndefined()
    buffer.write(line(1))
    expect(await buffer.flush()).toBeUndefined()
  })
})
