// What somebody writes who has installed the package. It is compiled and run in a project outside this repository.
import { type Client, createClient } from '@sepal/client'

const data = [[5.1, 3.5, 1.4, 0.2]]

/** Makes the calls that there are and tells what came of them. */
export async function run(address: string) {
  const sepal = createClient(address, { timeoutMs: 20_000, retries: 1 })
  return {
    label: await label(sepal),
    probability: await probability(sepal),
    missing: await missing(sepal),
    refused: await refused(sepal),
    events: await events(sepal),
    first: await firstEvent(sepal),
    unreachable: await unreachable(),
  }
}

async function label(sepal: Client): Promise<'setosa' | 'virginica' | 'versicolor'> {
  const { data: answer, error } = await sepal.predict.label.post({ data })
  if (error) throw error
  return answer.prediction.label
}

async function probability(sepal: Client): Promise<number | undefined> {
  const { data: answer, error } = await sepal.predict.batch.post({ data: [...data, ...data] })
  if (error) throw error
  return answer.setosa.prediction[1]?.[0]
}

async function missing(sepal: Client): Promise<('setosa' | 'virginica' | 'versicolor')[]> {
  const { data: answer, error } = await sepal.predict.label.post({ data }, { query: { partial: true } })
  if (error) throw error
  return answer.missing
}

async function refused(sepal: Client): Promise<string> {
  const { error } = await sepal.predict.post({ data: [[1]] })
  switch (error?.status) {
    case 422: {
      const code: 'invalid-request' | 'unanswerable-row' = error.code
      return `${code}: ${error.value.detail}`
    }
    case 503:
      return `${error.code}: ${error.value.classifiers?.setosa.outcome}`
    default:
      throw new Error('it is not refused', { cause: error })
  }
}

async function events(sepal: Client): Promise<string[]> {
  const { data: stream, error } = await sepal.predict.stream.post({ data })
  if (error) throw error
  const seen: string[] = []
  for await (const { event, data: told } of stream) {
    if (event === 'prediction') seen.push(told.classifier)
    else if (event === 'label') seen.push(`label ${told.prediction.label}`)
    else seen.push(event)
  }
  return seen
}

async function firstEvent(sepal: Client): Promise<string | undefined> {
  const { data: stream, error } = await sepal.predict.stream.post({ data }, { query: { until: 1 } })
  if (error) throw error
  for await (const { event } of stream) return event
  return undefined
}

async function unreachable(): Promise<string | undefined> {
  const { error } = await createClient('http://127.0.0.1:1').health.get({ retries: 0 })
  return error?.code
}
