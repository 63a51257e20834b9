import { describe, expect, test } from 'bun:test'
import { link, readdir, readFile, symlink } from 'node:fs/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { askGarden, run } from '../test/garden.ts'
import { ScratchFolder } from '../test/scratch-folder.ts'
import type { Ask } from './scorer.ts'

/** Two requests of few rows at a time, so that a small file takes many. */
const few = ['--rows', '3', '--requests', '2']

/** Rows of which some are bad, and what is expected of them. */
const rowsArbitrary = fc.array(
  fc.record({
    height: fc.integer({ min: 0, max: 99 }),
    petals: fc.integer({ min: 0, max: 99 }),
    isBad: fc.boolean(),
  }),
  { maxLength: 40 },
)
type Row = { height: number; petals: number; isBad: boolean }

const csvOf = (rows: readonly Row[]) =>
  [
    'id,height,petals',
    ...rows.map(({ height, petals, isBad }, i) => `${i},${isBad ? '' : height},${petals}`),
    '',
  ].join('\n')
const scoredOf = (rows: readonly Row[]) =>
  [
    'id,height,petals,label,proba',
    ...rows.flatMap(({ height, petals, isBad }, i) =>
      isBad
        ? []
        : [`${i},${height},${petals},${height > petals ? 'tall' : 'wide'},${height + petals / 1000}`],
    ),
    '',
  ].join('\n')

/** Answers so many requests, then fails or stops. */
function askUntil(count: number, end: () => void): Ask {
  let asked = 0
  return async (rows, signal) => {
    asked += 1
    if (asked > count) end()
    return askGarden(rows, signal)
  }
}

describe('every row has its own scores, in its place', () => {
  test.each([
    ['plain', 'in.csv', 'out.csv'],
    ['gzipped', 'in.csv.gz', 'out.csv.gz'],
  ])('%s', async (_, input, output) => {
    await using folder = await ScratchFolder.make()
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, async (rows) => {
        const text = csvOf(rows)
        await folder.write(input, input.endsWith('.gz') ? gzipSync(text) : text)
        const done = await run([folder.file(input), '-o', folder.file(output), ...few])
        const stored = await readFile(folder.file(output))
        expect((output.endsWith('.gz') ? gunzipSync(stored) : stored).toString()).toBe(scoredOf(rows))
        const bad = rows.filter(({ isBad }) => isBad).length
        expect(done).toMatchObject({ rows: rows.length - bad, badLines: bad })
      }),
      { numRuns: 40 },
    )
  })
})

test('an NDJSON file by its first character, with bytes that are not UTF-8 in it', async () => {
  await using folder = await ScratchFolder.make()
  const record = Buffer.concat([
    Buffer.from('{"height":2,"petals":1,"note":"'),
    Buffer.from([0xe4]),
    Buffer.from('"'),
  ])
  const input = await folder.write('rows', Buffer.concat([record, Buffer.from('}\n')]))
  await run([input, '-o', folder.file('out')])
  const expected = Buffer.concat([record, Buffer.from(',"label":"tall","proba":2.001}\n')])
  expect(await readFile(folder.file('out'))).toEqual(expected)
})

test('several gzip members are one file', async () => {
  await using folder = await ScratchFolder.make()
  const parts = ['height,petals\n1,', '2\n3,4\n'].map((part) => gzipSync(part))
  const input = await folder.write('in', Buffer.concat(parts))
  expect(await run([input, '-o', folder.file('out')])).toMatchObject({ rows: 2 })
})

test('an input that ends in the middle of its gzip says so, and what came before is kept', async () => {
  await using folder = await ScratchFolder.make()
  const text = csvOf(
    Array.from({ length: 5000 }, (_, i) => ({ height: i % 97, petals: i % 89, isBad: false })),
  )
  const input = await folder.write('in.csv.gz', gzipSync(text).subarray(0, -2000))
  await expect(run([input, '-o', folder.file('out.csv'), ...few])).rejects.toThrow('cannot be read')
  expect(await folder.read('out.csv')).toEndWith('\n')
})

test('a JSON array of objects is written as NDJSON, wherever its lines break', async () => {
  await using folder = await ScratchFolder.make()
  const objects = [
    { height: 1, petals: 2, note: '}, ]' },
    { height: 5, petals: 'x' },
    { height: 5, petals: 4 },
  ]
  const input = await folder.write('in.json', JSON.stringify(objects, null, 2))
  const said: string[] = []
  expect(await run([input, '-o', folder.file('out'), ...few], { said })).toMatchObject({
    rows: 2,
    badLines: 1,
  })
  const scored = (await folder.read('out'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(scored).toEqual([
    { ...objects[0], label: 'wide', proba: 1.002 },
    { ...objects[2], label: 'tall', proba: 5.004 },
  ])
  expect(said).toEqual(['score: line 7: petals is "x", expected a number that fits float32\n'])
})

test('a JSON array that is cut off keeps what came before', async () => {
  await using folder = await ScratchFolder.make()
  const input = await folder.write('in.json', `[${'{"height":1,"petals":2},\n'.repeat(10)}{"height":3`)
  await expect(run([input, '-o', folder.file('out'), ...few])).rejects.toThrow(
    'line 11: the JSON array ends before its closing bracket',
  )
  expect((await folder.read('out')).split('\n')).toHaveLength(10)
})

test.each([
  ['utf-16le', (text: string) => Buffer.from(text, 'utf16le')],
  ['utf-16be', (text: string) => Buffer.from(text, 'utf16le').swap16()],
])('UTF-16 is written as UTF-8 (%s)', async (_, encoded) => {
  await using folder = await ScratchFolder.make()
  const rows = Array.from({ length: 20 }, (_, i) => `${i},2,größe ${i}\n`)
  const text = `\u{feff}height,petals,note\n${rows.join('')}`
  const argv = [await folder.write('in.csv', encoded(text)), '-o', folder.file('out.csv'), ...few]
  await run(argv)
  const whole = await folder.read('out.csv')
  expect(whole.split('\n')[1]).toBe('0,2,größe 0,wide,0.002')
  // It goes on in the middle as well, where characters are counted and not the bytes of the file.
  const ask = askUntil(2, () => {
    throw new Error('gone')
  })
  await expect(run(argv, { ask })).rejects.toThrow('gone')
  await run([...argv, '--resume'])
  expect(await folder.read('out.csv')).toBe(whole)
})

test.each([
  ['CR', 'height,petals\r1,2\r5,4\r', 'height,petals,label,proba\r1,2,wide,1.002\r5,4,tall,5.004\r'],
  [
    'CRLF and LF',
    'height,petals\r\n1,2\n\n5,4\r\n',
    'height,petals,label,proba\r\n1,2,wide,1.002\r\n5,4,tall,5.004\r\n',
  ],
])('lines that end with %s are written with the end of the header', async (_, text, expected) => {
  await using folder = await ScratchFolder.make()
  await run([await folder.write('in.csv', text), '-o', folder.file('out.csv'), ...few])
  expect(await folder.read('out.csv')).toBe(expected)
})

describe('bad lines', () => {
  test('are also rows that no model can answer', async () => {
    await using folder = await ScratchFolder.make()
    const said: string[] = []
    const ask: Ask = async (rows, signal) => {
      const unanswerable = rows.flatMap(([height], row) =>
        height === 3 ? [{ row, reason: 'the model has no answer' }] : [],
      )
      return unanswerable.length > 0 ? { unanswerable, message: 'no' } : askGarden(rows, signal)
    }
    const input = await folder.write('in.csv', 'height,petals\n1,2\nx,2\n3,0\n5,4\n')
    const output = folder.file('out.csv')
    expect(await run([input, '-o', output], { ask, said })).toMatchObject({ rows: 2, badLines: 2 })
    expect(said).toEqual([
      'score: line 3: height is "x", expected a number that fits float32\n',
      'score: line 4: the model has no answer\n',
    ])
    const scored = 'height,petals,label,proba\n1,2,wide,1.002\n5,4,tall,5.004\n'
    expect(await folder.read('out.csv')).toBe(scored)
    const good = await folder.write('good.csv', 'height,petals\n1,2\n3,0\n5,4\n')
    await expect(run([good, '-o', output, '--strict'], { ask })).rejects.toThrow('line 3: the model has no')
    expect(await folder.read('out.csv')).toBe('height,petals,label,proba\n1,2,wide,1.002\n')
  })

  test('say how far a quote has taken them', async () => {
    await using folder = await ScratchFolder.make()
    const said: string[] = []
    const input = await folder.write('in.csv', 'height,petals\n"1,2\n3,4\n5,6"\n7,8\n')
    expect(await run([input, '-o', folder.file('out.csv')], { said })).toMatchObject({ rows: 1 })
    expect(said).toEqual([
      'score: line 2: it has 1 cell, expected 2 (a quote makes one record of lines 2 to 4)\n',
    ])
  })

  const text = 'height,petals\n1,2\nx,2\n\n3\n5,4\n'

  test('are told with their numbers, left out, and kept in a file', async () => {
    await using folder = await ScratchFolder.make()
    const said: string[] = []
    const argv = [
      await folder.write('in.csv', text),
      '-o',
      folder.file('out.csv'),
      '--errors',
      folder.file('bad.csv'),
    ]
    expect(await run(argv, { said })).toMatchObject({ rows: 2, badLines: 2 })
    expect(said).toEqual([
      'score: line 3: height is "x", expected a number that fits float32\n',
      'score: line 5: it has 1 cell, expected 2\n',
    ])
    expect(await folder.read('bad.csv')).toBe(
      'line,reason,text\n3,"height is ""x"", expected a number that fits float32","x,2"\n' +
        '5,"it has 1 cell, expected 2",3\n',
    )
    expect(await folder.read('out.csv')).toBe('height,petals,label,proba\n1,2,wide,1.002\n5,4,tall,5.004\n')
  })

  test('are not all told when there are many', async () => {
    await using folder = await ScratchFolder.make()
    const said: string[] = []
    const input = await folder.write('in.csv', `height,petals\n${'x,1\n'.repeat(1000)}`)
    await run([input, '-o', folder.file('out.csv'), ...few], { said })
    expect(said).toHaveLength(11)
    expect(said.at(-1)).toContain('--errors FILE')
  })

  test('end a strict run, after the rows before', async () => {
    await using folder = await ScratchFolder.make()
    const argv = [await folder.write('in.csv', text), '-o', folder.file('out.csv'), '--strict']
    await expect(run(argv)).rejects.toThrow('line 3: height is "x"')
    expect(await folder.read('out.csv')).toBe('height,petals,label,proba\n1,2,wide,1.002\n')
    // Without --strict it goes on from there.
    expect(await run([...argv.slice(0, -1), '--resume'])).toMatchObject({ rows: 2, badLines: 2 })
  })
})

describe('an output that is not finished', () => {
  const outputs = [['out.csv'], ['out.csv.gz']] as const

  test.each(outputs)('%s is the same when it is gone on with, wherever it was stopped', async (output) => {
    await using folder = await ScratchFolder.make()
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, fc.nat(6), fc.boolean(), async (rows, count, fails) => {
        const input = await folder.write('in.csv', csvOf(rows))
        const argv = [input, '-o', folder.file(output), '--errors', folder.file('bad.csv'), ...few]
        const whole = await run([...argv, '--force'])
        const expected = await Promise.all([contentOf(folder, output), folder.read('bad.csv')])

        const stopping = new AbortController()
        const ask = askUntil(count, () => {
          if (fails) throw new Error('gone')
          stopping.abort()
        })
        await run([...argv, '--force'], { ask, stopping }).catch(() => {})
        expect(await run([...argv, '--resume'])).toEqual(whole)
        expect(await Promise.all([contentOf(folder, output), folder.read('bad.csv')])).toEqual(expected)
      }),
      { numRuns: 60 },
    )
    expect((await readdir(folder.path)).filter((name) => name.includes('.resume'))).toEqual([])
  })

  test('is gone on with after a hard end, which leaves half a row', async () => {
    await using folder = await ScratchFolder.make()
    const rows = Array.from({ length: 20 }, (_, i) => ({ height: i, petals: 10, isBad: false }))
    const argv = [await folder.write('in.csv', csvOf(rows)), '-o', folder.file('out.csv'), ...few]
    const ask = askUntil(2, () => {
      throw new Error('gone')
    })
    await expect(run(argv, { ask })).rejects.toThrow('gone')
    await folder.write('out.csv', `${await folder.read('out.csv')}3,4`)
    expect(await run([...argv, '--resume'])).toMatchObject({ rows: 20 })
    expect(await folder.read('out.csv')).toBe(scoredOf(rows))
  })

  test.each([
    [[], 'is not finished: --resume goes on after its 6 rows, --force begins anew'],
    [['--resume', '--prefix', 'x'], 'was begun with other options'],
  ])('%j is refused', async (further, message) => {
    await using folder = await ScratchFolder.make()
    const argv = await unfinished(folder)
    await expect(run([...argv, ...further])).rejects.toThrow(message)
  })

  test('of another input is refused', async () => {
    await using folder = await ScratchFolder.make()
    const argv = await unfinished(folder)
    await folder.write('in.csv', 'height,petals\n1,2\n')
    await expect(run([...argv, '--resume'])).rejects.toThrow('is not what it was when')
  })

  test('that is shorter than it was is refused', async () => {
    await using folder = await ScratchFolder.make()
    const argv = await unfinished(folder)
    await folder.write('out.csv', '')
    await expect(run([...argv, '--resume'])).rejects.toThrow('it is shorter than it was')
  })
})

describe('what cannot begin says why', () => {
  test.each([
    ['', 'is empty'],
    ['height,width\n1,2\n', 'no column for petals among height, width'],
    ['height,petals,label\n1,2,x\n', 'already has a column named label'],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:0\n', 'a Git LFS pointer'],
    ['<!DOCTYPE html><html></html>\n', 'an HTML page'],
    ['height,petals,height\n1,2,3\n', 'columns 1 and 3 are both named height'],
    ['1,2\n', 'line 1 has numbers only, expected the names of the columns; --no-header'],
    ['height,"petals\n1,2\n', 'a quote on line 1 is never closed'],
    [`height,petals,${'x'.repeat(1_100_000)}\n1,2,3\n`, 'line 1, the header, is longer than'],
  ])('%j', async (text, message) => {
    await using folder = await ScratchFolder.make()
    const input = await folder.write('in.csv', text)
    await expect(run([input, '-o', folder.file('out.csv')])).rejects.toThrow(message)
    expect(await readdir(folder.path)).toEqual(['in.csv'])
  })

  test('a file that is not there, and a folder that is not', async () => {
    await using folder = await ScratchFolder.make()
    await expect(run([folder.file('no.csv')])).rejects.toThrow(
      /no\.csv cannot be read: no such file or directory$/,
    )
    const input = await folder.write('in.csv', 'height,petals\n')
    const output = folder.file('no/out.csv')
    await expect(run([input, '-o', output])).rejects.toThrow(
      /out\.csv cannot be written: no such file or directory$/,
    )
  })
})

test.each([
  ['a link', symlink],
  ['another name', link],
])('%s of the input is not written to', async (_, name) => {
  await using folder = await ScratchFolder.make()
  const text = 'height,petals\n1,2\n'
  const input = await folder.write('in.csv', text)
  await name(input, folder.file('out.csv'))
  await expect(run([input, '-o', folder.file('out.csv')])).rejects.toThrow('the same file')
  await expect(
    run([input, '-o', folder.file('new.csv'), '--errors', folder.file('out.csv')]),
  ).rejects.toThrow('the same file')
  expect(await folder.read('in.csv')).toBe(text)
})

/** The arguments of a run that has scored six rows and failed. */
async function unfinished(folder: ScratchFolder): Promise<string[]> {
  const rows = Array.from({ length: 20 }, (_, i) => ({ height: i, petals: 10, isBad: false }))
  const argv = [await folder.write('in.csv', csvOf(rows)), '-o', folder.file('out.csv'), ...few]
  const ask = askUntil(2, () => {
    throw new Error('gone')
  })
  await expect(run(argv, { ask })).rejects.toThrow('gone')
  return argv
}

async function contentOf(folder: ScratchFolder, name: string): Promise<string> {
  const stored = await readFile(folder.file(name))
  return (name.endsWith('.gz') ? gunzipSync(stored) : stored).toString()
}
