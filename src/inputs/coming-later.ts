/** Features of the contract that are not there yet. Whoever builds one takes its name out of this list. */

/** Operations and inputs whose use is a mistake until they are there. */
export const comingLater: readonly string[] = []

/** Inputs that only say more about one of those, so giving them alone is worth a word and no mistake. */
export const idleUntilThen: readonly string[] = []
