import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { HttpConnection } from '@sepal/bench/http-connection'
import { usageOf } from '@sepal/bench/process-usage'
import { ModelFolder } from '@sepal/classifier/testing'
import { conductOf, type Told, type Way, ways } from '@sepal/proxy/testing/fault'
import { FaultServer, wellConduct } from '@sepal/proxy/testing/fault-server'
import { faults } from '@sepal/proxy/testing/fault-table'
import { SICK } from '@sepal/proxy/testing/sick'
import { trio, trioMetadata } from '@sepal/proxy/testing/trio'
import { ServerProcess } from '@sepal/server/testing'

setDefaultTimeout(60_000)

/** The max memory that a hostile classifier may cost, bytes. */
const MOST_MEMORY = 50_000_000
const SLOW_SENDERS = 500
const REQUESTS = 20

let folder: ModelFolder
beforeAll(async () => {
  folder = await ModelFolder.write(trio)
})
afterAll(() => folder[Symbol.asyncDispose]())

const request = (path: string) => {
  const body = JSON.stringify({ data: [Object.values(trio.sample)] })
  return `POST ${path} HTTP/1.1\r\nhost: proxy\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

/** Callers that each send this many requests. @returns the number of answers by status */
async function ask(url: string, callers: number, each: number): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {}
  await Promise.all(
    Array.from({ length: callers }, async () => {
      const connection = await HttpConnection.open(url)
      for (let n = 0; n < each; n++) {
        const status = Number((await connection.ask(request('/predict')))?.slice(9, 12))
        statuses[status] = (statuses[status] ?? 0) + 1
      }
      connection.close()
    }),
  )
  return statuses
}

/** Tracks the peak memory of a process. */
function watchMemory(pid: number) {
  let most = 0
  const look = async () => {
    most = Math.max(most, (await usageOf(pid))?.rssBytes ?? 0)
  }
  const timer = setInterval(look, 10)
  return {
    async stop(): Promise<number> {
      clearInterval(timer)
      await look()
      return most
    },
  }
}

/** A connection that sends the start of a request, and never its end. */
function slowSender(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.write(request('/predict').slice(0, -10))
      resolve(socket)
    })
  })
}

const hostile = faults.flatMap((fault) =>
  ways.flatMap((way): { what: string; way: Way; told: Told }[] => {
    const told = fault[way]
    return told && /MB|GB|levels|without an end|NaN|too many/.test(fault.what)
      ? [{ what: fault.what, way, told }]
      : []
  }),
)

test('a hostile classifier and 500 slow senders cost the proxy next to no memory', async () => {
  await using ash = await FaultServer.start(wellConduct('ash'), trioMetadata('ash'))
  await using cedar = await FaultServer.start(wellConduct('cedar'), trioMetadata('cedar'))
  await using sick = await FaultServer.start(wellConduct(SICK), trioMetadata(SICK))
  await using proxy = new ServerProcess(join(import.meta.dir, '../packages/proxy/src/main.ts'), {
    PORT: '0',
    MODEL_DIR: folder.path,
    LOG_LEVEL: 'info',
    SERVICE_ASH: ash.address,
    SERVICE_BIRCH: sick.address,
    SERVICE_CEDAR: cedar.address,
  })
  const url = `http://${await proxy.address()}`
  await ask(url, 16, 300)
  const before = (await usageOf(proxy.pid))?.rssBytes ?? 0
  const memory = watchMemory(proxy.pid)
  const senders = await Promise.all(Array.from({ length: SLOW_SENDERS }, () => slowSender(url)))
  for (const { what, way, told } of hostile) {
    sick.conduct = conductOf(told, way)
    sick.drop()
    const statuses = await ask(url, 4, REQUESTS)
    console.log(`${what} (${way}): ${JSON.stringify(statuses)}`)
  }
  const more = (await memory.stop()) - before
  console.log(`${(before / 1e6).toFixed(0)} MB before, at most ${(more / 1e6).toFixed(0)} MB more`)
  for (const sender of senders) sender.destroy()
  expect(more).toBeLessThan(MOST_MEMORY)
})
