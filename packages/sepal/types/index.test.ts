import { test } from 'bun:test'
import type { AnswerOf as ServersAnswerOf, Answers as ServersAnswers } from '@sepal/ensemble'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import type ensemble from '../../../models/ensemble.json'
import type { AnswerOf, Answers } from './index.d.ts'

type Same<Entry> = Equal<AnswerOf<Entry>, ServersAnswerOf<Entry>>
type Classes = { stay: Record<never, never>; leave: Record<never, never> }

test('the published types are those of the servers', () => {
  checkTypes<
    [
      Expect<Equal<Answers<typeof ensemble>, ServersAnswers<typeof ensemble>>>,
      Expect<Same<{ model: string; port: number; probabilities: Classes }>>,
      Expect<Same<{ model: string; port: number; label: Classes }>>,
      Expect<Same<{ model: string; port: number; value: { unit: string } }>>,
      Expect<Same<{ model: string; port: number; score: { threshold: object } }>>,
    ]
  >()
})
