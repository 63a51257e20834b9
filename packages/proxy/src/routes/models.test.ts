import { expect, test } from 'bun:test'
import { FakeGarden } from '../../test/fake-garden.ts'
import { garden } from '../../test/garden.ts'

test('every model has its classes, its card where there is one, and what its classifier says of it once that was seen', async () => {
  const card = { metrics: { accuracy: 0.5 } }
  await using running = await FakeGarden.start({}, { cards: new Map([['rose', card]]) })
  const asked = async () => await (await running.proxy.fetch('/models')).json()
  const { classifiers } = garden
  expect(await asked()).toEqual({
    rose: { classes: Object.keys(classifiers.rose.probabilities), card },
    'sun-flower': { classes: Object.keys(classifiers['sun-flower'].probabilities) },
    lily: { classes: Object.keys(classifiers.lily.probabilities) },
    oak_tree: { classes: Object.keys(classifiers.oak_tree.probabilities) },
    moss2: { classes: Object.keys(classifiers.moss2.probabilities) },
  })
  await running.proxy.untilReady()
  expect(await asked()).toMatchObject({
    rose: { sha256: '0'.repeat(64), card },
    lily: { repairs: ['its ZipMap is cut'] },
  })
  expect(await asked()).not.toHaveProperty('rose.repairs')
})
