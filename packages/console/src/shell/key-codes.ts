/** Codes of refusals that another key may end. */
export const KEY_CODES: readonly string[] = ['unauthorized', 'forbidden']
