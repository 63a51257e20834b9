import { expect, test } from 'bun:test'
import { problemAnswer } from '@sepal/server/testing'
import { FakeGarden } from '../../test/fake-garden.ts'
import { never } from '../../test/faulty-classifier.ts'
import { gardenRow } from '../../test/garden.ts'
import { problemCodes } from '../answers/problems.ts'

test("a caller's own time is over sooner than the usual one", async () => {
  await using slow = await FakeGarden.start({ lily: never }, { deadlineMs: 60_000 })
  const response = await slow.proxy.fetch('/predict', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-timeout-ms': '40' },
    body: JSON.stringify({ data: [gardenRow] }),
  })
  expect(await problemAnswer(response, 'deadline-exceeded', problemCodes)).toMatchObject({ status: 504 })
})
