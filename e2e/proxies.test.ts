import { expect, setDefaultTimeout, test } from 'bun:test'
import { startSystem } from '@sepal/launcher'
import { keepAsking, Witness } from './callers.ts'

/** Whole systems start here, on busy machines, ms. */
setDefaultTimeout(30_000)

test('two proxies share one port; when one is killed, the other answers until it is back', async () => {
  const witness = new Witness('"path":"/predict/label"')
  await using system = await startSystem({
    port: 0,
    freePorts: true,
    proxies: 2,
    onLine: witness.onLine,
    onEvent: witness.onEvent,
  })
  const [first, second] = [system.child('proxy'), system.child('proxy', 2)]
  expect(first.port).toBeGreaterThan(0)
  expect(second.port).toBe(first.port)
  expect(second.pid).not.toBe(first.pid)

  const bothAnswer = async () => {
    witness.forget()
    const callers = keepAsking(system, 4)
    await witness.until(
      'a request to each proxy',
      () => witness.count('proxy') > 0 && witness.count('proxy.2') > 0,
    )
    expect((await callers.stop()).wrong).toEqual([])
  }
  await bothAnswer()

  first.kill('SIGKILL')
  await witness.event('proxy died')
  const callers = keepAsking(system, 4)
  await witness.event('proxy restarted')
  const { answered, wrong } = await callers.stop()
  expect(wrong).toEqual([])
  expect(answered).toBeGreaterThan(0)
  expect(first.port).toBe(second.port)
  await bothAnswer()
})

test('a second system cannot share the port of the first, which goes on undisturbed', async () => {
  await using system = await startSystem({ port: 0, freePorts: true, proxies: 2 })
  const callers = keepAsking(system, 2)
  const { port } = system.child('proxy')
  await expect(startSystem({ port, freePorts: true, proxies: 2 })).rejects.toThrow(
    `port ${port} on 127.0.0.1 belongs to the proxies of another running system`,
  )
  await expect(startSystem({ port, freePorts: true })).rejects.toThrow(
    `port ${port} on 127.0.0.1 is taken by another process`,
  )
  expect((await callers.stop()).wrong).toEqual([])
})
