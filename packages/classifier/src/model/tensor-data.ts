import type { ElementType } from '@sepal/onnx'
import type { Rows } from './rows.ts'
import type { Column } from './signature.ts'

/** The memory of a tensor, by its element type as ONNX Runtime wants it. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Float16Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | string[]

/** A feature that goes to an input, and its place in a row. */
export type BoundColumn = { place: number; column: Column }

/** Whole numbers that a type holds. */
const wholeNumbers = {
  int64: (count: number) => new BigInt64Array(count),
  uint64: (count: number) => new BigUint64Array(count),
  int32: (count: number) => new Int32Array(count),
  uint32: (count: number) => new Uint32Array(count),
  int16: (count: number) => new Int16Array(count),
  uint16: (count: number) => new Uint16Array(count),
  int8: (count: number) => new Int8Array(count),
  uint8: (count: number) => new Uint8Array(count),
}

/** How a tensor's elements are written from rows of numbers. */
export function tensorData(
  type: ElementType,
  columns: readonly BoundColumn[],
  rows: Rows,
  width: number,
): TensorData {
  const count = (rows.numbers.length / width) * columns.length
  switch (type) {
    case 'float32':
      return floats(new Float32Array(count), columns, rows, width)
    case 'float64':
      return floats(new Float64Array(count), columns, rows, width)
    case 'float16':
      return floats(new Float16Array(count), columns, rows, width)
    case 'bool':
      return bools(columns, rows, width)
    case 'string':
      return texts(columns, rows, width)
    default:
      return wholes(wholeNumbers[type](count), type, { columns, rows, width })
  }
}

function floats<T extends Float32Array | Float64Array | Float16Array>(
  data: T,
  columns: readonly BoundColumn[],
  { numbers }: Rows,
  width: number,
): T {
  for (const [start, { place, column }] of columns.entries()) {
    let at = start
    for (let from = place; from < numbers.length; from += width) {
      const value = numbers[from] ?? Number.NaN
      data[at] = value
      if (Math.abs(data[at] ?? 0) === Number.POSITIVE_INFINITY && Number.isFinite(value)) {
        throw new RangeError(`${column.name} is ${value}, which is too large for the model's type`)
      }
      at += columns.length
    }
  }
  return data
}

type WholeNumberArray = ReturnType<(typeof wholeNumbers)[keyof typeof wholeNumbers]>

function wholes(
  data: WholeNumberArray,
  type: string,
  { columns, rows: { numbers }, width }: { columns: readonly BoundColumn[]; rows: Rows; width: number },
): WholeNumberArray {
  const write =
    data instanceof BigInt64Array || data instanceof BigUint64Array ? bigWriter(data) : writer(data)
  for (const [start, { place, column }] of columns.entries()) {
    let at = start
    for (let from = place; from < numbers.length; from += width) {
      const value = numbers[from] ?? Number.NaN
      if (!write(at, value)) throw new RangeError(`${column.name} is ${value}, which ${type} cannot hold`)
      at += columns.length
    }
  }
  return data
}

/** Writes a whole number; says no to what the type does not hold, of which it would keep other bits without a word. */
type Writer = (at: number, value: number) => boolean

const writer =
  (data: Exclude<WholeNumberArray, BigInt64Array | BigUint64Array>): Writer =>
  (at, value) => {
    data[at] = value
    return data[at] === value
  }

/** As two halves: making a BigInt of each value takes ten times as long. */
function bigWriter(data: BigInt64Array | BigUint64Array): Writer {
  const halves = new Int32Array(data.buffer)
  const min = data instanceof BigInt64Array ? Number.MIN_SAFE_INTEGER : 0
  return (at, value) => {
    if (!Number.isSafeInteger(value) || value < min) return false
    halves[2 * at] = value
    halves[2 * at + 1] = Math.floor(value / 2 ** 32)
    return true
  }
}

function bools(columns: readonly BoundColumn[], { numbers }: Rows, width: number): Uint8Array {
  const data = new Uint8Array((numbers.length / width) * columns.length)
  for (const [start, { place }] of columns.entries()) {
    let at = start
    for (let from = place; from < numbers.length; from += width) {
      data[at] = numbers[from] === 1 ? 1 : 0
      at += columns.length
    }
  }
  return data
}

function texts(columns: readonly BoundColumn[], { numbers, texts: list }: Rows, width: number): string[] {
  const data = new Array<string>((numbers.length / width) * columns.length)
  for (const [start, { place, column }] of columns.entries()) {
    const values = column.kind === 'category' ? column.values : list
    let at = start
    for (let from = place; from < numbers.length; from += width) {
      // A tensor of texts has no gaps; scikit-learn's exporters expect an empty text for one.
      data[at] = values[numbers[from] ?? Number.NaN] ?? ''
      at += columns.length
    }
  }
  return data
}
