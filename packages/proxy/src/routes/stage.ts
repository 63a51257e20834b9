import { type Manifest, type PerServed, type ServedName, STACK } from '@sepal/ensemble'
import type { ProxyDeps, Stage } from '../deps.ts'
import type { ClusterFigures } from '../upstream/cluster.ts'

/** The stage in which a name is served. */
export function stageOf<const M extends Manifest>(
  { clusters, contractCheck, stage }: Pick<ProxyDeps<M>, keyof Stage<M> | 'stage'>,
  name: ServedName<M>,
): Stage<Manifest> {
  return name === STACK && stage ? stage : { clusters, contractCheck }
}

/** The state of each classifier, and of the final model. */
export function servedFigures<const M extends Manifest>({
  clusters,
  stage,
}: Pick<ProxyDeps<M>, 'clusters' | 'stage'>) {
  const figures = { ...clusters.figures(), ...stage?.clusters.figures() }
  // There is a stage where the manifest has a stack.
  return figures as PerServed<M, ClusterFigures>
}
