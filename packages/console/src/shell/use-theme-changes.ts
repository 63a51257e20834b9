import { useEffect, useState } from 'preact/hooks'

/** Dispatched by the theme button. */
export const THEME_CHANGE = 'themechange'

/** Changes when the page turns light or dark: what is painted must be painted again. */
export function useThemeChanges(): number {
  const [changes, setChanges] = useState(0)
  useEffect(() => {
    const note = () => setChanges((before) => before + 1)
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', note)
    addEventListener(THEME_CHANGE, note)
    return () => {
      system.removeEventListener('change', note)
      removeEventListener(THEME_CHANGE, note)
    }
  }, [])
  return changes
}
