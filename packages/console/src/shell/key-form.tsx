import { useState } from 'preact/hooks'
import { keepKey, keptKey } from '../api/key.ts'

/** Asks for a key, which is kept for this tab, and loads the page again with it. */
export function KeyForm() {
  const [key, setKey] = useState('')
  const use = () => {
    keepKey(key.trim())
    location.reload()
  }
  return (
    <form
      class="key-form"
      onSubmit={(event) => {
        event.preventDefault()
        use()
      }}
    >
      <label for="key">Key</label>
      <input
        id="key"
        type="password"
        autocomplete="off"
        spellcheck={false}
        value={key}
        required
        onInput={({ currentTarget }) => setKey(currentTarget.value)}
      />
      <button type="submit">Use it in this tab</button>
      <p class="caption">The console needs a key with the scopes predict and operate.</p>
    </form>
  )
}

/** Forgets the key of this tab, if it has one. */
export function ForgetKeyButton() {
  if (keptKey() === undefined) return null
  const forget = () => {
    keepKey(undefined)
    location.reload()
  }
  return (
    <button type="button" class="quiet" onClick={forget}>
      Forget key
    </button>
  )
}
