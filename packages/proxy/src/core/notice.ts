/** Notifies listeners that something happened, without details. */
export class Notice {
  readonly #listeners: (() => void)[] = []

  listen(listener: () => void) {
    this.#listeners.push(listener)
  }

  give() {
    for (const listener of this.#listeners) listener()
  }
}
