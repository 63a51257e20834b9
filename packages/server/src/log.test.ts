import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { LogFormat, LogLevel } from './log.ts'

const script = join(import.meta.dir, '../test/log-process.ts')

function start(format: LogFormat, level: LogLevel) {
  return Bun.spawn([process.execPath, script, format, level], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
  })
}

/** All lines that a process with such a log writes. */
async function linesOf(format: LogFormat, level: LogLevel): Promise<string[]> {
  await using child = start(format, level)
  child.stdin.end()
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text()])
  expect([errors, await child.exited]).toEqual(['it goes on\n', 0])
  return output.split('\n').slice(0, -1)
}

describe.concurrent('a log', () => {
  test('is one JSON object a line, in order, with the name of the process', async () => {
    const lines = (await linesOf('json', 'debug')).map((line) => JSON.parse(line))
    const common = { name: 'rose', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) }
    expect(lines.slice(0, 7)).toEqual([
      { level: 'debug', ...common, n: 1, msg: 'a debug line' },
      { level: 'info', ...common, text: 'two\nlines and "quotes"', msg: 'an info line' },
      { level: 'warn', ...common, n: 3, msg: 'a warning' },
      {
        level: 'error',
        ...common,
        err: { type: 'RangeError', message: 'too far', stack: expect.any(String) },
        msg: 'an error',
      },
      {
        level: 'info',
        ...common,
        requestId: 'order-17',
        method: 'GET',
        path: '/a"b\\c',
        status: 200,
        ms: 1.235,
        msg: 'request',
      },
      {
        level: 'warn',
        ...common,
        requestId: 'order-18',
        method: 'POST',
        path: '/predict',
        status: 503,
        ms: 2,
        code: 'overloaded',
        detail: 'a "full"\nqueue',
        traceId: 'a'.repeat(32),
        spanId: 'b'.repeat(16),
        msg: 'request',
      },
      {
        level: 'error',
        ...common,
        requestId: 'order-19',
        method: 'POST',
        path: '/predict',
        status: 500,
        ms: 3,
        code: 'internal',
        msg: 'request',
      },
    ])
    expect(lines.slice(7).map(({ n }) => n)).toEqual(Array.from({ length: 1000 }, (_, n) => n))
  })

  test('has the same beginning in every line, the one of a request too', async () => {
    const lines = await linesOf('json', 'info')
    for (const line of lines) expect(line).toMatch(/^\{"level":"\w+","time":"[^"]+","name":"rose",/)
  })

  test.each<[LogLevel, string[]]>([
    ['info', ['info', 'warn', 'error', 'info', 'warn', 'error']],
    // What a caller did not get is seen without the lines of what callers got.
    ['warn', ['warn', 'error', 'warn', 'error']],
    ['error', ['error', 'error']],
    ['silent', []],
  ])('has nothing below its level: %s', async (level, levels) => {
    const lines = (await linesOf('json', level)).map((line) => JSON.parse(line))
    const first = lines.filter(({ msg }) => msg !== 'one of many')
    expect(first.map((line) => line.level)).toEqual(levels)
    expect(lines.length - first.length).toBe(level === 'info' ? 1000 : 0)
  })

  test('is text for people', async () => {
    const [first = '', , , ...rest] = await linesOf('text', 'info')
    expect(first).toContain('INFO')
    expect(first).toContain('an info line')
    const requests = rest.filter((line) => line.includes('request'))
    for (const [i, told] of [/INFO.*order-17/, /WARN.*order-18/, /ERROR.*order-19/].entries())
      expect(requests[i]).toMatch(told)
  })

  test('that nobody reads any more ends no process', async () => {
    await using child = start('json', 'info')
    const reader = child.stdout.getReader()
    await reader.read()
    await reader.cancel()
    child.stdin.end()
    expect([await child.stderr.text(), await child.exited]).toEqual(['it goes on\n', 0])
  })
})
