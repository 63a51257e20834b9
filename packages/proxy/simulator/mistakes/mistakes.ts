import { blindToTimeouts } from './blind-to-timeouts.ts'
import { chargedLate } from './charged-late.ts'
import { fastErrors } from './fast-errors.ts'
import { forgetfulChoice } from './forgetful-choice.ts'
import { hangingHedge } from './hanging-hedge.ts'
import { loosely } from './loose-breaker.ts'
import type { Mistake } from './mistake.ts'
import { ratchetingTarget } from './ratcheting-target.ts'
import { shareCheckedBefore } from './share-checked-before.ts'
import { shareRoundedDown } from './share-rounded-down.ts'
import { shrinkingDenominator } from './shrinking-denominator.ts'
import { starvedNewcomers } from './starved-newcomers.ts'
import { unabortedLoser } from './unaborted-loser.ts'

/** What others got wrong. The simulator must find each, or it finds nothing. */
export const mistakes: readonly Mistake[] = [
  chargedLate,
  shrinkingDenominator,
  shareCheckedBefore,
  shareRoundedDown,
  ratchetingTarget,
  blindToTimeouts,
  hangingHedge,
  fastErrors,
  starvedNewcomers,
  forgetfulChoice,
  { what: 'a breaker that is half open lets everybody through', policies: loosely({ stampedes: true }) },
  { what: 'a late result changes a breaker', policies: loosely({ ignoresEpochs: true }) },
  { what: 'a cancelled probe keeps its place for ever', policies: loosely({ keepsProbe: true }) },
  {
    what: 'after a failed probe, ejection takes as many failures as before',
    policies: loosely({ forgives: true }),
  },
  { what: 'the time out does not grow', policies: loosely({ staysShort: true }) },
  unabortedLoser,
]
