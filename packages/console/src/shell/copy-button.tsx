import { useEffect, useState } from 'preact/hooks'

/** How long the button says that it is done, ms. */
const SAY_MS = 1500

/** Copies a text. Where the browser forbids it, as on plain HTTP from another host, the text can still be selected. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [told, setTold] = useState<'' | 'Copied' | 'Not allowed'>('')
  useEffect(() => {
    if (told === '') return
    const timer = setTimeout(() => setTold(''), SAY_MS)
    return () => clearTimeout(timer)
  }, [told])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setTold('Copied')
    } catch {
      setTold('Not allowed')
    }
  }
  return (
    <span>
      <button type="button" class="quiet" onClick={copy}>
        {told || label}
      </button>
      <span class="visually-hidden" role="status">
        {told}
      </span>
    </span>
  )
}
