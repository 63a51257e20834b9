import { expect, test } from 'bun:test'
import { linesOf } from './lines.ts'

async function linesFrom(...chunks: (string | Uint8Array)[]) {
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk))
  return await Array.fromAsync(linesOf(streamOf(bytes)))
}

function streamOf(chunks: readonly Uint8Array[]) {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
}

test('lines in pieces are joined, and several lines in one chunk are split', async () => {
  expect(await linesFrom('on', 'e\ntwo\n\nthr', 'ee\n')).toEqual(['one', 'two', '', 'three'])
})

test('an unterminated last line is delivered', async () => {
  expect(await linesFrom('one\ntwo')).toEqual(['one', 'two'])
  expect(await linesFrom()).toEqual([])
})

test('a character split between chunks is put together', async () => {
  const bytes = new TextEncoder().encode('é\n')
  expect(await linesFrom(bytes.slice(0, 1), bytes.slice(1))).toEqual(['é'])
})

test('an endless line is delivered in pieces instead of being held', async () => {
  const lines = await linesFrom('x'.repeat(200_000))
  expect(lines.length).toBeGreaterThan(1)
  expect(lines.join('')).toBe('x'.repeat(200_000))
})
