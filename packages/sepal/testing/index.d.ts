export type StartOptions = {
  /** the folder with `ensemble.json`; by default `.`, else `models` */
  models?: string
  /** more options of `sepal start`, such as `--together` */
  args?: readonly string[]
}

/** An ensemble that runs until it is stopped, or this process ends. */
export type RunningEnsemble = {
  /** of the proxy: `http://127.0.0.1:41239` */
  url: string
  /** Finishes the requests under way and ends all its processes. */
  stop(): Promise<void>
}

/**
 * Starts the classifiers and the proxy on free ports.
 * @throws Error with what they said, when they do not start
 */
export function startEnsemble(options?: StartOptions): Promise<RunningEnsemble>
