/** Randomness for the policies: real in production, seeded in the simulator. */
export interface Random {
  /** a whole number from 0 to `limit` - 1 */
  below(limit: number): number
}
