import type { Manifest } from '@sepal/ensemble'
import { silentLog } from '@sepal/server'
import { readConfig } from '@sepal/server/config'
import { ProxyConfig } from '../src/config.ts'
import type { DecisionLog } from '../src/decision-log/decision-log.ts'
import { openDecisionLog } from '../src/decision-log/open-decision-log.ts'
import { systemClock } from '../src/system/system-clock.ts'

/** A decision log whose files are in a folder, opened as in `main.ts`. */
export function openLog(
  folder: string,
  manifest: Manifest,
  environment: Readonly<Record<string, string>> = {},
): DecisionLog {
  const decisionLog = openDecisionLog({
    config: readConfig(ProxyConfig, { DECISION_LOG: `file://${folder}/decisions.ndjson`, ...environment }),
    manifest,
    shaOf: () => '0123456789abcdef'.repeat(4),
    clock: systemClock,
    wallClock: Date.now,
    log: silentLog,
  })
  if (decisionLog === undefined) throw new Error('there is no decision log')
  return decisionLog
}
