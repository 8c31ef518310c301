/** Lists of numbers that grow, in typed arrays: 4 bytes an entry for ids, 8 for counts that may pass 2^32. */

/** A list of whole numbers below 2^32. */
export class IdList {
  #values = new Uint32Array(64)

  /** The entry, 0 when it was never set. */
  at(index: number): number {
    return index < this.#values.length ? (this.#values[index] as number) : 0
  }

  set(index: number, value: number): void {
    while (index >= this.#values.length) {
      const wider = new Uint32Array(this.#values.length * 2)
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values[index] = value
  }
}

/** A list of counts that grow. */
export class CountList {
  #values = new Float64Array(64)

  /** The count, 0 when nothing was ever added. */
  at(index: number): number {
    return index < this.#values.length ? (this.#values[index] as number) : 0
  }

  /** Adds and gives the new count. */
  add(index: number, amount: number): number {
    while (index >= this.#values.length) {
      const wider = new Float64Array(this.#values.length * 2)
      wider.set(this.#values)
      this.#values = wider
    }
    const count = (this.#values[index] as number) + amount
    this.#values[index] = count
    return count
  }
}
