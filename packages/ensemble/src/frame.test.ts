import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { decodeFrame, encodeFrame, type Frame } from './frame.ts'

const framed = <H>(head: H, numbers: readonly number[]) =>
  encodeFrame(head, numbers.length, (out) => out.set(numbers))

/** The same bytes, starting anywhere in a larger piece of memory. */
function shifted<H>(frame: Frame<H>, by: number): Frame<H> {
  const memory = new Uint8Array(by + frame.byteLength)
  memory.set(frame, by)
  return memory.subarray(by)
}

describe('a frame', () => {
  test('comes back as it was, wherever it lies in memory', () => {
    const numbers = fc.array(fc.float({ noNaN: true }))
    fc.assert(
      fc.property(fc.jsonValue(), numbers, fc.nat({ max: 7 }), (head, values, by) => {
        const decoded = decodeFrame(shifted(framed(head, values), by))
        expect(JSON.stringify(decoded.head)).toBe(JSON.stringify(head))
        expect(Object.is(decoded.numbers[0], Float32Array.from(values)[0])).toBe(true)
        expect(decoded.numbers).toEqual(Float32Array.from(values))
      }),
    )
  })

  test('has the layout that other languages can read', () => {
    const bytes = framed({ a: 'é' }, [1, -2])
    const view = new DataView(bytes.buffer)
    expect(view.getUint32(0, true)).toBe(12)
    expect(new TextDecoder().decode(bytes.subarray(4, 16))).toBe('{"a":"é"}  ')
    expect([view.getFloat32(16, true), view.getFloat32(20, true)]).toEqual([1, -2])
    expect(bytes.byteLength).toBe(24)
  })

  test('is read where it lies, without a copy', () => {
    const frame = framed({}, [1, 2])
    expect(decodeFrame(frame).numbers.buffer).toBe(frame.buffer)
  })

  test('lays an error open instead of reading beyond its end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const frame: Frame<unknown> = Uint8Array.from(bytes)
        try {
          expect(decodeFrame(frame).numbers.byteLength).toBeLessThan(bytes.length)
        } catch (error) {
          expect(error instanceof RangeError || error instanceof SyntaxError).toBe(true)
        }
      }),
    )
  })

  test.each([
    ['nothing', 0],
    ['less than its prefix', 3],
    ['its prefix alone', 4],
    ['half a header', 6],
    ['half a number', 14],
  ])('cut to %s is none', (_, length) => {
    const frame: Frame<object> = framed({ a: 1 }, [1]).slice(0, length)
    expect(() => decodeFrame(frame)).toThrow()
  })
})

test('numbers are float64 where the header says so, wherever the frame lies', () => {
  const head = { dtype: 'float64' as const, id: 1 }
  const frame = encodeFrame(head, 2, (numbers) => numbers.set([0.1, 2 ** 53 - 1]))
  for (const offset of [0, 1, 4, 8]) {
    const memory = new Uint8Array(frame.length + offset)
    memory.set(frame, offset)
    const { head: found, numbers } = decodeFrame<typeof head>(memory.subarray(offset))
    expect(found).toEqual(head)
    expect(numbers).toEqual(Float64Array.of(0.1, 2 ** 53 - 1))
  }
})
