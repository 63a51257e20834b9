/** What float32 can hold, as the proxy takes nothing else. */
const FLOAT32_MAX = 3.4028234663852886e38
const DECIMAL = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i

/** The number that a text says; nothing for what is none, and for what the proxy would not take. */
export function numberIn(text: string): number | undefined {
  const plain = text.trim()
  if (!DECIMAL.test(plain)) return undefined
  const value = Number(plain)
  return Math.abs(value) <= FLOAT32_MAX ? value : undefined
}
