import type { Distribution, Statistics } from '../api/wire.ts'

/** What can be said of how a figure is spread now, compared with training. */
export type Verdict =
  /** the model card says nothing of training */
  | { is: 'unknown' }
  | { is: 'too-few'; rows: number; needed: number }
  | { is: 'as-in-training' | 'changed' | 'drifted'; psi: number; psiByChance: number }

/** The usual limits of the population stability index (Siddiqi, Credit Risk Scorecards, 2006). */
const CHANGED = 0.1
const DRIFTED = 0.25

export function verdictOn(
  { bins, drift }: Distribution,
  { lateRows, enoughRows }: Pick<Statistics, 'lateRows' | 'enoughRows'>,
): Verdict {
  if (bins.every(({ training }) => training === undefined)) return { is: 'unknown' }
  if (drift === undefined) return { is: 'too-few', rows: lateRows, needed: enoughRows }
  const { psi, psiByChance } = drift
  // With few rows, the index is large by chance.
  if (psi <= CHANGED || psi <= psiByChance) return { is: 'as-in-training', ...drift }
  return { is: psi > DRIFTED ? 'drifted' : 'changed', ...drift }
}

/** A line of a distribution: the share of the rows in one stretch. */
export type Line = { is: string; late: number; training: number | undefined }

/** The shares of the rows; stretches that neither has, as of missing values, are left out. */
export function linesOf({ bins }: Distribution): Line[] {
  const lateRows = bins.reduce((sum, { late }) => sum + late, 0)
  const trainingRows = bins.reduce((sum, { training = 0 }) => sum + training, 0)
  return bins
    .filter(({ is, late, training = 0 }) => late + training > 0 || is !== 'missing')
    .map(({ is, late, training }) => ({
      is,
      late: lateRows === 0 ? 0 : late / lateRows,
      training: training === undefined || trainingRows === 0 ? undefined : training / trainingRows,
    }))
}
