/** Start of the script's line of results. */
export const RESULT_MARK = 'sepal-bench '

/**
 * The Lua script that makes wrk send JSON bodies in turn and print its results as JSON, durations in µs.
 * @param bodies JSON, which cannot hold the brackets that end a long string here
 * @param headers beside that of JSON, which cannot hold them either
 */
export function wrkScript(bodies: readonly string[], headers: Readonly<Record<string, string>> = {}): string {
  const all = Object.entries({ 'content-type': 'application/json', ...headers })
  return `local bodies = {
${bodies.map((body) => `  [==[${body}]==],`).join('\n')}
}
local headers = { ${all.map(([name, value]) => `['${name}'] = [==[${value}]==]`).join(', ')} }
local requests, at = {}, 0

function init()
  for i, body in ipairs(bodies) do
    requests[i] = wrk.format('POST', nil, headers, body)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write('${RESULT_MARK}', string.format(
    '{"requests":%d,"duration":%d,"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d,"p50":%d,"p99":%d,"p999":%d}',
    summary.requests, summary.duration, errors.connect, errors.read, errors.write, errors.status, errors.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9)), '\\n')
end
`
}
