/** Tells those who listen that something has happened, without a word about what. */
export class Notice {
  readonly #listeners: (() => void)[] = []

  listen(listener: () => void) {
    this.#listeners.push(listener)
  }

  give() {
    for (const listener of this.#listeners) listener()
  }
}
