import type { Bench } from '../bench.ts'
import { pythonCommands } from '../contestants/commands.ts'
import type { Contestant } from '../contestants/contestant.ts'
import { Field } from '../contestants/field.ts'
import type { Scenario } from './scenario.ts'

/** Everyone who does the same work with the same models, with a caller of single rows per connection. */
export function everyone(connections: number): Scenario {
  const scenario = `field-${connections}`
  const load = connections === 1 ? 'single rows, 1 connection' : `single rows, ${connections} connections`
  return {
    name: scenario,
    summary: `every contestant, those in Python if they are installed; ${load}`,
    isLong: true,
    async run(bench) {
      await using field = await Field.start()
      const contestants = await contestantsOf(bench, field)
      // Without `await` the field would be gone before it is measured.
      return await bench.closedLoop(contestants, field.ensemble.rows, {
        scenario,
        load,
        rowsPerRequest: 1,
        connections,
      })
    },
  }
}

/** One after the other, so that none starts slowly because of the next. */
async function contestantsOf(bench: Bench, field: Field): Promise<Contestant[]> {
  const { before, say } = bench.options
  const upstreams = await field.bareUpstreams()
  if (pythonCommands === undefined) say('without the contestants in Python, which are not installed')
  return [
    await field.doNothing(),
    ...(before === undefined ? [] : [await field.started('sepal before', { checkout: before })]),
    await field.started('sepal'),
    await field.started('sepal, LOG_LEVEL=warn', { env: { LOG_LEVEL: 'warn' } }),
    await field.started('sepal --together', { args: ['--together'] }),
    await field.monolith(),
    await field.naive(upstreams),
    await field.fastify(upstreams),
    ...(pythonCommands === undefined ? [] : await field.python(pythonCommands, upstreams)),
  ]
}
