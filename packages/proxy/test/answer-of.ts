import type { FailedEntry } from '../src/answers/answer-parts.ts'

/** The data of an Eden answer; an error fails the test. */
export async function answerOf<V>(asked: Promise<{ data: V | null; error: unknown }>): Promise<V> {
  const { data, error } = await asked
  if (data === null) throw new Error('an error answer', { cause: error })
  return data
}

/** Every classifier's prediction; an answer in which one of them failed fails the test. */
export function whole<N extends string, V>(
  answer: Record<N, { prediction: V } | FailedEntry>,
): Record<N, { prediction: V }> {
  for (const [name, entry] of Object.entries<object>(answer)) {
    if ('error' in entry) throw new Error(`${name} failed`, { cause: entry })
  }
  // Checked just above: no entry is an error.
  return answer as Record<N, { prediction: V }>
}
