import { Value } from '@sinclair/typebox/value'
import type { Bench } from '../bench.ts'
import type { Contestant } from '../contestants/contestant.ts'
import type { LoadResult } from '../measure/sample.ts'
import { OpenLoopResult, type OpenLoopTask } from '../workers/open-loop-task.ts'
import { runWorker } from '../workers/worker-process.ts'

/** The tool is a new process each time, slow until its code is compiled, ms. */
const MIN_WARM_UP_MS = 1000
/** A tool that takes more of a processor than this distorts its own figures. */
const MAX_CPU_SHARE = 0.9

/** Single rows at a constant rate, regardless of earlier answers. */
export async function constantRate(
  bench: Bench,
  { url }: Contestant,
  load: Pick<OpenLoopTask, 'ratePerSecond' | 'durationMs' | 'bodies' | 'connections'>,
): Promise<LoadResult> {
  const task: OpenLoopTask = {
    port: Number(new URL(url).port),
    path: '/predict',
    ...load,
    warmUpMs: Math.max(MIN_WARM_UP_MS, bench.options.warmUpMs),
  }
  const output = await runWorker('open-loop.ts', task, bench.options.signal)
  const { cpuShare, lagP99Ms, warmUpAnswered, ...result } = Value.Parse(OpenLoopResult, output)
  if (cpuShare > MAX_CPU_SHARE) {
    bench.options.say(
      `the load tool took ${Math.round(cpuShare * 100)} % of a processor: it is the limit here`,
    )
  }
  return {
    ...result,
    answeredBesides: warmUpAnswered,
    durationMs: load.durationMs,
    toolLagP99Ms: lagP99Ms,
    offeredPerSecond: load.ratePerSecond,
  }
}
