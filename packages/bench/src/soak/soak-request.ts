import { problemCodes } from '@sepal/proxy/problems'
import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { type ExpectedAnswers, wrongProxyAnswer } from '../contestants/expected-answers.ts'
import { ROW_COUNT, requestBody, rowNumbers, type SampleRow } from '../contestants/sample-rows.ts'
import { below, type Random } from './seeded-random.ts'

/** The body of every refusal. */
const Problem = Type.Object({ code: Type.String(), status: Type.Integer(), requestId: Type.String() })
const Failed = Type.Object({ error: Type.Object({ code: Type.String() }) })
const Answers = Type.Record(Type.String(), Type.Unknown())

/** One request of the soak, and how its answer is checked. */
export type SoakRequest = {
  text: string
  requestId: string
  /** what is wrong with the answer, if anything */
  wrong: (answer: { status: number; body: string }) => string | undefined
}

/** A classifier may be late, gone or too busy; a wrong answer would be a bug. */
const outages = [503, 504]

/** Makes valid and invalid requests of every kind in a random order. */
export class SoakRequests {
  #count = 0

  constructor(
    private readonly rows: readonly SampleRow[],
    private readonly expected: ExpectedAnswers,
  ) {}

  next(random: Random): SoakRequest {
    const kinds = [
      this.#one,
      this.#one,
      this.#many,
      this.#label,
      this.#stream,
      this.#partial,
      this.#hurried,
      this.#bad,
    ]
    const kind = kinds[below(kinds.length, random)] ?? this.#one
    return kind.call(this, random)
  }

  #one(random: Random) {
    const numbers = rowNumbers(below(ROW_COUNT, random), 1)
    return this.#predict('/predict', numbers, (body) => wrongProxyAnswer(this.expected, numbers, body))
  }

  #many(random: Random) {
    const numbers = rowNumbers(below(ROW_COUNT, random), 1 + below(100, random))
    return this.#predict('/predict/batch', numbers, (body) => wrongProxyAnswer(this.expected, numbers, body))
  }

  #label() {
    const isLabel = (body: unknown) => Value.Check(Answers, body) && 'prediction' in body
    return this.#predict('/predict/label', [0], (body) => (isLabel(body) ? undefined : 'no label'))
  }

  /** Classifiers that answer are right; those that do not have a documented code. */
  #partial(random: Random) {
    const numbers = rowNumbers(below(ROW_COUNT, random), 1)
    return this.#predict('/predict?partial=true', numbers, (body) => {
      if (!Value.Check(Answers, body)) return 'not an answer of the proxy'
      const failed = Object.entries(body).filter(([, entry]) => Value.Check(Failed, entry))
      const isKnown = failed.every(([, entry]) => Value.Parse(Failed, entry).error.code in problemCodes)
      if (!isKnown) return 'an error with an unknown code'
      const names = failed.map(([name]) => name)
      const others = new Map([...this.expected].filter(([name]) => !names.includes(name)))
      const answered = Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))
      return others.size === 0 ? undefined : wrongProxyAnswer(others, numbers, answered)
    })
  }

  #hurried(random: Random) {
    const numbers = [0]
    const check = (body: unknown) => wrongProxyAnswer(this.expected, numbers, body)
    return this.#predict('/predict', numbers, check, [`x-request-timeout-ms: ${1 + below(50, random)}`])
  }

  #stream(): SoakRequest {
    const request = this.#predict('/predict/stream', [0], () => undefined)
    return {
      ...request,
      wrong: ({ status, body }) => {
        if (status !== 200) return request.wrong({ status, body })
        return body.includes('event: done') ? undefined : 'a stream without its end'
      },
    }
  }

  /** A request that every server must refuse. */
  #bad(random: Random): SoakRequest {
    const [body, status] = (
      [
        ['{"data":[[1]]}', 422],
        ['{"data":', 400],
        ['{"data":[["1","2","3","4"]]}', 422],
      ] as const
    )[below(3, random)] ?? ['', 400]
    return this.#ask('/predict', body, (answer) =>
      answer.status === status ? wrongProblem(answer) : `status ${answer.status}, expected ${status}`,
    )
  }

  #predict(
    path: string,
    numbers: readonly number[],
    wrongAnswer: (body: unknown) => string | undefined,
    lines: readonly string[] = [],
  ): SoakRequest {
    const wrong = ({ status, body }: { status: number; body: string }) => {
      if (status === 200) return wrongAnswer(JSON.parse(body))
      return outages.includes(status) ? wrongProblem({ status, body }) : `status ${status}`
    }
    return this.#ask(path, requestBody(this.rows, numbers), wrong, lines)
  }

  #ask(path: string, body: string, wrong: SoakRequest['wrong'], lines: readonly string[] = []): SoakRequest {
    this.#count += 1
    const requestId = `soak-${this.#count}`
    const head = [
      `POST ${path} HTTP/1.1`,
      'host: 127.0.0.1',
      'content-type: application/json',
      `content-length: ${body.length}`,
      `x-request-id: ${requestId}`,
      ...lines,
    ]
    return { text: `${head.join('\r\n')}\r\n\r\n${body}`, requestId, wrong }
  }
}

function wrongProblem({ status, body }: { status: number; body: string }): string | undefined {
  const problem: unknown = JSON.parse(body)
  if (!Value.Check(Problem, problem)) return `status ${status} without problem details`
  const known = Object.entries(problemCodes).find(([code]) => code === problem.code)
  return known?.[1].status === status ? undefined : `status ${status} with the code ${problem.code}`
}
