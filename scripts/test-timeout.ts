import { setDefaultTimeout } from 'bun:test'

/** For a test that starts processes on a busy machine, ms. Bun's own default is 5 s. */
setDefaultTimeout(30_000)
