/**
 * The types of the client are made of the proxy's code, which the compiler therefore reads along with the page. There
 * a WebSocket is Bun's, which has more than the browser's.
 */
interface WebSocket {
  ping(data?: string | BufferSource): void
  terminate(): void
}
