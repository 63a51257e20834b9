/**
 * Ends a connection whose other end is silent: a host that vanishes closes nothing, and TCP alone takes a quarter of
 * an hour to notice. Every `everyMs` it must have opened or answered the last ping; so it is noticed after between one
 * and two times that.
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
  // A proxy that has nothing else to do may end.
  timer.unref()
  ws.addEventListener('open', heard)
  ws.addEventListener('pong', heard)
  ws.addEventListener('close', () => clearInterval(timer))
}
