import { useLayoutEffect, useState } from 'preact/hooks'
import { THEME_CHANGE } from './use-theme-changes.ts'

const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]
const KEPT = 'sepal-theme'

/** Where the browser stores nothing for a page, the choice lasts until the page is closed. */
function keptTheme(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(KEPT)) ?? 'system'
  } catch {
    return 'system'
  }
}

/** Light, dark, or as the system has it. */
export function ThemeButton() {
  const [theme, setTheme] = useState(keptTheme)
  // Before the browser paints, or the other theme flashes up.
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme
    try {
      localStorage.setItem(KEPT, theme)
    } catch {}
    dispatchEvent(new Event(THEME_CHANGE))
  }, [theme])
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={`Theme: ${theme}. Change to ${next}`}
      title={`Theme: ${theme}`}
      onClick={() => setTheme(next)}
    >
      <ThemeIcon theme={theme} />
    </button>
  )
}

function ThemeIcon({ theme }: { theme: Theme }) {
  return (
    <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      <circle cx="10" cy="10" r="6.5" fill="none" stroke="currentColor" stroke-width="1.5" />
      {theme === 'system' && <path d="M10 3.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" />}
      {theme === 'dark' && <circle cx="10" cy="10" r="6.5" fill="currentColor" />}
    </svg>
  )
}
