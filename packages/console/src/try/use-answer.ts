import { useEffect, useState } from 'preact/hooks'
import { type CallFailure, failureOf } from '../api/call-failure.ts'
import { sepal } from '../api/sepal.ts'
import type { Row } from '../api/wire.ts'
import { useEnsemble } from '../shell/ensemble.ts'
import { type Answer, nothingYet, shownMeanwhile, withEvent } from './votes.ts'

/** A slider changes many times a second; the row is sent after this long without a change, ms. */
const REST_MS = 40

export type Asked = {
  answer: Answer
  /** whether the answer is of the row, and whole */
  isWhole: boolean
  failure?: CallFailure
}

/**
 * The answer to a row as it streams in. While a new one is awaited, the last one stays.
 * @param again a change of it asks again for the same row
 */
export function useAnswer(row: Row, again = ''): Asked {
  const { leavesOneOut } = useEnsemble()
  const [asked, setAsked] = useState<Asked>({ answer: nothingYet, isWhole: false })
  useEffect(() => {
    const leaving = new AbortController()
    const ask = async () => {
      let answer = nothingYet
      try {
        for await (const event of sepal.stream(row, { leavesOneOut, signal: leaving.signal })) {
          if (leaving.signal.aborted) return
          answer = withEvent(answer, event)
          const isWhole = answer.ms !== undefined
          setAsked((last) => ({ answer: shownMeanwhile(last.answer, answer), isWhole }))
        }
      } catch (error) {
        if (leaving.signal.aborted) return
        setAsked({ answer: nothingYet, isWhole: false, failure: failureOf(error) })
      }
    }
    setAsked((last) => ({ answer: last.answer, isWhole: false }))
    const timer = setTimeout(ask, REST_MS)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [row, again, leavesOneOut])
  return asked
}
