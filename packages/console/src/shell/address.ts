import { useEffect, useState } from 'preact/hooks'

/** What the page shows, in the order of the navigation. */
export const panels = ['try', 'map', 'services', 'bulk'] as const
export type Panel = (typeof panels)[number]

/** The part of the address after `#`: which panel, and what is chosen there. It can be shared, and never leaves the browser. */
export type Address = { panel: Panel; chosen: Readonly<Record<string, string>> }

export function readAddress(hash: string): Address {
  const [name, query = ''] = hash.replace(/^#/, '').split('?')
  const panel = panels.find((known) => known === name) ?? 'try'
  return { panel, chosen: Object.fromEntries(new URLSearchParams(query)) }
}

export function hrefOf({ panel, chosen }: Address): string {
  const query = new URLSearchParams(chosen).toString().replaceAll('%2C', ',')
  return query === '' ? `#${panel}` : `#${panel}?${query}`
}

/** A browser takes few changes of the address a second; the last one counts, ms. */
const WRITE_AFTER_MS = 250

/** The address, and a way to choose something in it. What is chosen stays when the panel changes. */
export function useAddress(): [Address, (change: Readonly<Record<string, string>>) => void] {
  const [address, setAddress] = useState(() => readAddress(location.hash))
  useEffect(() => {
    const follow = () => setAddress(readAddress(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  useEffect(() => {
    const timer = setTimeout(() => {
      const href = hrefOf(address)
      if (href !== location.hash) history.replaceState(null, '', href)
    }, WRITE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [address])
  const choose = (change: Readonly<Record<string, string>>) =>
    setAddress(({ panel, chosen }) => ({ panel, chosen: { ...chosen, ...change } }))
  return [address, choose]
}
