/** Whether a server is about to stop: it says so when asked whether it is ready, and asks its callers to go. */
export class Drain {
  #isDraining = false

  get isDraining(): boolean {
    return this.#isDraining
  }

  begin() {
    this.#isDraining = true
  }
}
