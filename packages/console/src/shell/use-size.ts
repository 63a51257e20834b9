import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'

export type BoxSize = { width: number; height: number }

/** How large an element is on the page, CSS px; 0 until it is there. */
export function useSize(ref: RefObject<Element | null>): BoxSize {
  const [size, setSize] = useState<BoxSize>({ width: 0, height: 0 })
  useEffect(() => {
    if (ref.current === null) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(ref.current)
    return () => observer.disconnect()
  }, [ref])
  return size
}
