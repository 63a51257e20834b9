/** Calls `tick` again and again, until the function that it returns is called. */
export type Heartbeat = (tick: () => void) => () => void

export const heartbeatEvery =
  (ms: number): Heartbeat =>
  (tick) => {
    const timer = setInterval(tick, ms)
    // Lets an otherwise idle proxy exit.
    timer.unref()
    return () => clearInterval(timer)
  }

/**
 * Ends a connection whose other end is silent: a host that vanishes closes nothing, and TCP alone takes a quarter of an
 * hour to notice. At each beat it must have opened or answered the last ping, so silence is noticed after one to two
 * intervals.
 */
export function endWhenSilent(ws: WebSocket, heartbeat: Heartbeat) {
  let isHeard = true
  const heard = () => {
    isHeard = true
  }
  const end = heartbeat(() => {
    if (!isHeard) ws.terminate()
    isHeard = false
    if (ws.readyState === WebSocket.OPEN) ws.ping()
  })
  ws.addEventListener('open', heard)
  ws.addEventListener('pong', heard)
  ws.addEventListener('close', end)
}
