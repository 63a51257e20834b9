import { blindToTimeouts } from './blind-to-timeouts.ts'
import { chargedLate } from './charged-late.ts'
import { endlessPatience } from './endless-patience.ts'
import { fastErrors } from './fast-errors.ts'
import { forgetfulChoice } from './forgetful-choice.ts'
import { forgivenProbe } from './forgiven-probe.ts'
import { hangingHedge } from './hanging-hedge.ts'
import { idleReplicas } from './idle-replicas.ts'
import { keptProbe } from './kept-probe.ts'
import { lateResults } from './late-results.ts'
import type { Mistake } from './mistake.ts'
import { oneLine } from './one-line.ts'
import { ratchetingTarget } from './ratcheting-target.ts'
import { shareCheckedBefore } from './share-checked-before.ts'
import { shareRoundedDown } from './share-rounded-down.ts'
import { sharedBlame } from './shared-blame.ts'
import { shortOpenings } from './short-openings.ts'
import { shrinkingDenominator } from './shrinking-denominator.ts'
import { spreadTooFar } from './spread-too-far.ts'
import { stampede } from './stampede.ts'
import { starvedNewcomers } from './starved-newcomers.ts'
import { unabortedLoser } from './unaborted-loser.ts'

/** Mistakes that other systems have made. The simulator must find each, or its passing means nothing. */
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
  stampede,
  lateResults,
  keptProbe,
  forgivenProbe,
  shortOpenings,
  unabortedLoser,
  sharedBlame,
  oneLine,
  spreadTooFar,
  idleReplicas,
  endlessPatience,
]
