import { problemCodes } from '@sepal/server'
import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { type ExpectedAnswers, wrongProxyAnswer } from '../contestants/expected-answers.ts'
import { ROW_COUNT, requestBody, rowNumbers } from '../contestants/questions.ts'

/** What every refusal is. */
const Problem = Type.Object({ code: Type.String(), status: Type.Integer(), requestId: Type.String() })
const Failed = Type.Object({ error: Type.Object({ code: Type.String() }) })
const Answers = Type.Record(Type.String(), Type.Unknown())

/** What the soak asks of the rows, and which statuses may be the answer. */
export type Question = {
  text: string
  requestId: string
  /** says what is wrong with the answer, or nothing */
  wrong: (answer: { status: number; body: string }) => string | undefined
}

/** A classifier that is late, gone or too busy is documented; one that answers wrongly would be a bug here. */
const outages = [503, 504]

/** Makes requests of every kind, good and bad, in a random order. */
export class Questions {
  #count = 0

  constructor(
    private readonly rows: readonly number[][],
    private readonly expected: ExpectedAnswers,
  ) {}

  next(): Question {
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
    const kind = kinds[Math.floor(Math.random() * kinds.length)] ?? this.#one
    return kind.call(this)
  }

  #one() {
    const numbers = rowNumbers(random(ROW_COUNT), 1)
    return this.#question('/predict', numbers, (body) => wrongProxyAnswer(this.expected, numbers, body))
  }

  #many() {
    const numbers = rowNumbers(random(ROW_COUNT), 1 + random(100))
    return this.#question('/predict/batch', numbers, (body) => wrongProxyAnswer(this.expected, numbers, body))
  }

  #label() {
    const isLabel = (body: unknown) => Value.Check(Answers, body) && 'prediction' in body
    return this.#question('/predict/label', [0], (body) => (isLabel(body) ? undefined : 'no label'))
  }

  /** Whoever is there is right; whoever is not has a documented code. */
  #partial() {
    const numbers = rowNumbers(random(ROW_COUNT), 1)
    return this.#question('/predict?partial=true', numbers, (body) => {
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

  #hurried() {
    const numbers = [0]
    const check = (body: unknown) => wrongProxyAnswer(this.expected, numbers, body)
    return this.#question('/predict', numbers, check, [`x-request-timeout-ms: ${1 + random(50)}`])
  }

  #stream(): Question {
    const question = this.#question('/predict/stream', [0], () => undefined)
    return {
      ...question,
      wrong: ({ status, body }) => {
        if (status !== 200) return question.wrong({ status, body })
        return body.includes('event: done') ? undefined : 'a stream without its end'
      },
    }
  }

  /** What no server should take. */
  #bad(): Question {
    const [body, status] = (
      [
        ['{"data":[[1]]}', 422],
        ['{"data":', 400],
        ['{"data":[["1","2","3","4"]]}', 422],
      ] as const
    )[random(3)] ?? ['', 400]
    return this.#ask('/predict', body, (answer) =>
      answer.status === status ? wrongProblem(answer) : `status ${answer.status}, expected ${status}`,
    )
  }

  #question(
    path: string,
    numbers: readonly number[],
    wrongAnswer: (body: unknown) => string | undefined,
    lines: readonly string[] = [],
  ): Question {
    const wrong = ({ status, body }: { status: number; body: string }) => {
      if (status === 200) return wrongAnswer(JSON.parse(body))
      return outages.includes(status) ? wrongProblem({ status, body }) : `status ${status}`
    }
    return this.#ask(path, requestBody(this.rows, numbers), wrong, lines)
  }

  #ask(path: string, body: string, wrong: Question['wrong'], lines: readonly string[] = []): Question {
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

const random = (below: number) => Math.floor(Math.random() * below)
