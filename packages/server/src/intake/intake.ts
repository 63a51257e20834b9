import type { ProblemError } from '../problem.ts'
import { problemError } from '../server-problems.ts'
import { BodyDeadline } from './body-deadline.ts'
import { bodyWeight, ROWS_WEIGHT, WORST_WEIGHT } from './body-weight.ts'
import { discard } from './discard.ts'
import { MemoryBudget } from './memory-budget.ts'

/** What a request costs however small its body is, bytes. */
const REQUEST_BYTES = 2048
/** Up to here, what becomes of a body is bounded by the queues, and not worth counting, bytes. */
const SMALL_BYTES = 8192
/** A body that arrives is copied as its buffer grows. */
const ARRIVING = 2
/** A body that can take no more than this part of the memory, whatever is in it, is not looked through. */
const HARMLESS = 1 / 32
/** What a byte of a body is expected to become before any has been looked through, bytes. */
const FIRST_EXPECTED = 6

/**
 * Decides which bodies are let in. A body waits in memory while it arrives, becomes several times as much when it is
 * parsed, and takes part of that until its answer has left: what all of them may take is bounded, so that a container
 * with a memory limit refuses requests instead of being killed with all of them.
 */
export class Intake {
  /** large bodies, until they are answered */
  readonly #holds = new Map<Request, Hold>()
  /** what a byte of the last bodies became, bytes */
  #expectedWeight = FIRST_EXPECTED

  constructor(
    readonly budget: MemoryBudget = new MemoryBudget(),
    private readonly deadline: BodyDeadline = new BodyDeadline(),
  ) {}

  /**
   * Reads a body of so many bytes as JSON.
   * @throws ProblemError `body-too-slow`, `overloaded`, or `body-too-large` if it can never fit; and whatever
   * `request.json()` throws
   */
  json(request: Request, length: number): Promise<unknown> {
    return length <= SMALL_BYTES ? this.#small(request, length) : this.#large(request, length)
  }

  async #large(request: Request, length: number): Promise<unknown> {
    const hold = this.hold(request)
    if (length * WORST_WEIGHT <= this.budget.bytes * HARMLESS) {
      hold.take(length * ROWS_WEIGHT)
      return await this.deadline.inTime(request.json())
    }
    if (this.#isHopeless(length)) throw overloaded()
    hold.take(length * ARRIVING)
    const bytes = await this.deadline.inTime(request.bytes())
    const weight = bodyWeight(bytes)
    this.#expectedWeight = (this.#expectedWeight + weight / length) / 2
    return hold.parse(bytes, weight)
  }

  /**
   * Whether a body is not worth reading, as it would be refused afterwards if it is like the last ones: callers that
   * try again at once would have the server do nothing else.
   */
  #isHopeless(length: number): boolean {
    const { heldBytes, bytes } = this.budget
    return heldBytes > 0 && heldBytes + length * (ARRIVING + this.#expectedWeight) > bytes
  }

  /** What `reading` gives, if it gives it in time. */
  inTime<V>(reading: Promise<V>): Promise<V> {
    return this.deadline.inTime(reading)
  }

  /** The memory of a request. It is given back when the request is answered. */
  hold(request: Request): Hold {
    const hold = this.#holds.get(request) ?? new Hold(this.budget)
    this.#holds.set(request, hold)
    return hold
  }

  /** The request is answered, or its answer is on its way. */
  release(request: Request) {
    if (this.#holds.size === 0) return
    this.#holds.get(request)?.free()
    this.#holds.delete(request)
  }

  /** From here on its answer holds the memory of a request. @returns gives it back */
  handOver(request: Request): () => void {
    const hold = this.#holds.get(request)
    this.#holds.delete(request)
    return () => hold?.free()
  }

  /** Nearly every request comes this way: not `async`, a promise more costs it as much as all that is checked. */
  #small(request: Request, length: number): Promise<unknown> {
    const bytes = REQUEST_BYTES + length
    if (!this.budget.take(bytes)) return Promise.reject(overloaded())
    return this.deadline.inTime(request.json(), () => this.budget.give(bytes))
  }
}

/** What one request has of the memory for all. */
export class Hold {
  #bytes = 0

  constructor(private readonly budget: MemoryBudget) {}

  /** @throws ProblemError `overloaded`, or `body-too-large` if there would be no room without any other request */
  take(bytes: number) {
    const all = this.#bytes + bytes
    if (all > this.budget.bytes) throw tooHeavy(all, this.budget)
    if (!this.budget.take(bytes)) throw overloaded()
    this.#bytes = all
  }

  /**
   * Parses JSON if there is room for what it becomes, and discards the bytes.
   * @throws ProblemError as `take`; SyntaxError
   */
  parse(bytes: Uint8Array, weight = bodyWeight(bytes)): unknown {
    try {
      this.take(weight)
      return JSON.parse(utf8.decode(bytes))
    } finally {
      discard(bytes)
    }
  }

  free() {
    this.budget.give(this.#bytes)
    this.#bytes = 0
  }
}

const utf8 = new TextDecoder()

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`

const overloaded = (): ProblemError =>
  problemError('overloaded', 'the requests under way take all the memory that there is for requests')

const tooHeavy = (bytes: number, budget: MemoryBudget): ProblemError =>
  problemError(
    'body-too-large',
    `the body may take ${megabytes(bytes)} of memory, and there are ${megabytes(budget.bytes)} for all requests`,
  )
