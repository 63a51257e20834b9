/**
 * Ends a connection whose other end is silent: a host that vanishes closes nothing, and TCP alone takes a quarter of an
 * hour to notice. Every `everyMs` it must have opened or answered the last ping, so silence is noticed after one to two
 * intervals.
 */
export function endWhenSilent(ws: WebSocket, everyMs: number) {
  let isHeard = true
  const heard = () => {
    isHeard = true
  }
  const timer = setInterval(() => {
    if (!isHeard) ws.terminate()
    isHeard = false
    if (ws.readyState === WebSocket.OPEN) ws.ping()
  }, everyMs)
  // Lets an otherwise idle proxy exit.
  timer.unref()
  ws.addEventListener('open', heard)
  ws.addEventListener('pong', heard)
  ws.addEventListener('close', () => clearInterval(timer))
}
