import { type Manifest, mapClassifiers, type PerClassifier } from '@sepal/ensemble'
import type { Log, Tracer } from '@sepal/server'
import type { ProxyConfig } from './config.ts'
import type { Stage } from './deps.ts'
import { resolveAddresses } from './system/name-resolution.ts'
import { HERE } from './system/replica-addresses.ts'
import { systemClock } from './system/system-clock.ts'
import { systemRandom } from './system/system-random.ts'
import { ClassifierClient } from './transport/classifier-client.ts'
import { connectionLog } from './transport/connection-log.ts'
import type { ContractVerdict } from './transport/contract-gate.ts'
import { ContractLog } from './transport/contract-log.ts'
import { expectedOf } from './transport/expected-answer.ts'
import type { LocalClassifiers } from './transport/local/local-classifiers.ts'
import type { UpstreamAccess } from './transport/replica-access.ts'
import { answeringLog } from './upstream/answering-log.ts'
import { Clusters } from './upstream/clusters.ts'
import { ContractCheck } from './upstream/contract-check.ts'

export type StageOptions = {
  config: ProxyConfig
  /** the addresses of each classifier's replicas, by its name */
  addressesOf: <M extends Manifest>(part: M) => PerClassifier<M, string[]>
  /** the classifiers in this process */
  local: LocalClassifiers
  /** what those elsewhere are asked with */
  access: UpstreamAccess
  log: Log
  tracer: Tracer | undefined
}

/** Connects to those that are asked at the same time: the classifiers of a manifest, or the final model of its stack. */
export function stageOpener({ config, addressesOf, local, access, log, tracer }: StageOptions) {
  const contractLog = new ContractLog(log)
  return <const M extends Manifest>(part: M): Stage<M> => {
    const expected = mapClassifiers(part, (name) => expectedOf(part, name))
    const addresses = addressesOf(part)
    // If a classifier is missing, this shows what its SERVICE_<NAME> was.
    log.info({ addresses }, 'connecting to classifiers')
    const clusters = new Clusters(part, addresses, {
      clock: systemClock,
      random: systemRandom,
      resolve: async (address) => (address === HERE ? [HERE] : resolveAddresses(address)),
      connect: (name, address) => {
        const own = {
          expected: expected[name] ?? expectedOf(part, name),
          now: systemClock.now,
          onVerdict: (verdict: ContractVerdict) => contractLog.told(name, address, verdict),
          unrecorded: tracer?.unrecorded,
        }
        const onConnection = connectionLog(log, name, address)
        return local.connect(name, own) ?? new ClassifierClient(address, { ...own, access, onConnection })
      },
      dnsRefreshMs: config.DNS_REFRESH_MS,
      inflight: config.BATCH_INFLIGHT,
      batchMaxRows: config.BATCH_MAX_ROWS,
      queueRows: config.BATCH_QUEUE_ROWS,
      onAnswering: answeringLog(log, systemClock.now),
    })
    return { clusters, contractCheck: new ContractCheck(part, clusters, log) }
  }
}
