import { expect, test } from 'bun:test'
import { FakeGarden } from '../../test/fake-garden.ts'
import { garden } from '../../test/garden.ts'

test('every model has its classes, its card where there is one, and its hash once its classifier was seen', async () => {
  const card = { metrics: { accuracy: 0.5 } }
  await using running = await FakeGarden.start({}, { cards: new Map([['rose', card]]) })
  const asked = async () => await (await running.proxy.fetch('/models')).json()
  const { classifiers } = garden
  expect(await asked()).toEqual({
    rose: { classes: classifiers.rose.classes, card },
    'sun-flower': { classes: classifiers['sun-flower'].classes },
    lily: { classes: classifiers.lily.classes },
    oak_tree: { classes: classifiers.oak_tree.classes },
    moss2: { classes: classifiers.moss2.classes },
  })
  await running.proxy.untilReady()
  expect(await asked()).toMatchObject({ rose: { sha256: '0'.repeat(64), card } })
})
