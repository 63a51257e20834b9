/** Why a measurement has failed or does not count. The message is for whoever runs the bench. */
export class BenchError extends Error {
  override name = 'BenchError'
}
