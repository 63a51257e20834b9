import { timingSafeEqual } from 'node:crypto'
import type { KeyEntry, Scope } from './key-file.ts'
import { RateLimit } from './rate-limit.ts'

/** What became of the requests with a key. */
export type KeyCounts = { admitted: number; forbidden: number; limited: number; rows: number }

/** A key of the file, with what it has used. */
export type Key = {
  readonly name: string
  readonly scopes: readonly Scope[]
  /** undefined: it may send as much as it likes */
  readonly limit: RateLimit | undefined
  readonly counts: KeyCounts
}

type Held = Key & { readonly hash: Uint8Array }

/** No key is longer; hashing more would only cost time. */
const MAX_LENGTH = 128

/** The keys that are accepted now. */
export class KeyRing {
  #held: readonly Held[] = []
  /** by the first byte of their hash */
  #byStart: readonly (readonly Held[])[] = []
  readonly #hash = new Uint8Array(32)

  constructor(entries: readonly KeyEntry[]) {
    this.replace(entries)
  }

  /** All of them. */
  get keys(): readonly Key[] {
    return this.#held
  }

  /** Accepts these from now on. A name that stays keeps its counts, and with the same rate what it has used of that. */
  replace(entries: readonly KeyEntry[]) {
    const before = new Map(this.#held.map((key) => [key.name, key]))
    this.#held = entries.map(({ name, sha256, scopes, rate }) => {
      const known = before.get(name)
      const isSame =
        known?.limit?.rate.rows === rate?.rows && known?.limit?.rate.windowSeconds === rate?.windowSeconds
      return {
        name,
        scopes,
        hash: Buffer.from(sha256, 'hex'),
        limit: isSame ? known?.limit : rate && new RateLimit(rate),
        counts: known?.counts ?? { admitted: 0, forbidden: 0, limited: 0, rows: 0 },
      }
    })
    this.#byStart = Array.from({ length: 256 }, (_, start) =>
      this.#held.filter(({ hash }) => hash[0] === start),
    )
  }

  /**
   * The key that was shown, if it is one of these. How long it takes says nothing of any key, and hardly depends on their
   * number: hashes of one length are compared, of all keys whose hash begins with the same byte, each in constant time.
   * Who tries keys knows that byte already.
   */
  find(shown: string): Key | undefined {
    if (shown.length > MAX_LENGTH) return undefined
    Bun.SHA256.hash(shown, this.#hash)
    let found: Key | undefined
    for (const key of this.#byStart[this.#hash[0] ?? 0] ?? []) {
      if (timingSafeEqual(key.hash, this.#hash)) found = key
    }
    return found
  }
}
