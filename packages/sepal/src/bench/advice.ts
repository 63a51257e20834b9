/** How busy a process was while many callers asked. */
export type Busyness = {
  /** as `sepal start` names it: `forest`, `forest.2`, `proxy` */
  label: string
  /** the classifier, or `proxy` */
  name: string
  /** processors in use: 0.9 is nine tenths of one */
  cores: number
}

/** A process that uses this much of one processor is what the others wait for. */
const BUSY = 0.8

export type Measured = {
  processes: readonly Busyness[]
  /** processors that the load itself used */
  load: number
  /** processors of the machine */
  cores: number
  /** whether all classifiers are in the proxy's process */
  isTogether: boolean
}

/** What would make the ensemble faster, each in one sentence. */
export function adviceOf({ processes, load, cores, isTogether }: Measured): string[] {
  const used = processes.reduce((sum, process) => sum + process.cores, load)
  const [costliest] = processes.filter(({ name }) => name !== 'proxy').toSorted((a, b) => b.cores - a.cores)
  const advice: string[] = []
  if (costliest !== undefined) {
    advice.push(
      `${costliest.label} is the costliest classifier: ${share(costliest.cores)} of a processor with many callers.`,
    )
  }
  if (used >= BUSY * cores) {
    advice.push(
      `All ${cores} processors were busy, ${share(load / cores)} of them with the load: more processes do not help on this machine.`,
    )
  } else {
    const busy = processes.filter((process) => process.cores >= BUSY)
    const names = new Set(busy.map(({ name }) => name))
    advice.push(...Array.from(names, (name) => adviceFor(name, processes)))
  }
  if (!isTogether && costliest !== undefined && costliest.cores < BUSY) {
    advice.push(
      'No classifier fills a processor: sepal bench --together shows what one process for all does.',
    )
  }
  return advice
}

function adviceFor(name: string, processes: readonly Busyness[]): string {
  const more = processes.filter((process) => process.name === name).length + 1
  return name === 'proxy'
    ? `The proxy is the limit: try --proxies ${more}.`
    : `${name} is the limit: try --replicas ${name}=${more}.`
}

const share = (part: number) => `${Math.round(part * 100)} %`
