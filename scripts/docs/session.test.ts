import { expect, test } from 'bun:test'
import { exchangesIn, startOutputIn } from './session.ts'

const page = `
\`\`\`text
roses is ready after 0.50 s

  rose   http://127.0.0.1:8000  pid 7
  proxy  http://127.0.0.1:9000  pid 8

  curl …
\`\`\`

\`\`\`console
$ curl localhost:9000/health
{"health":"ok"}

$ kill -STOP 7

$ curl -s localhost:9000/metadata \\
    -H 'a: b' | jq
{
  "a": 1
}
\`\`\`

\`\`\`sh
$ not this
\`\`\`

\`\`\`console
$ last
\`\`\`
`

test('commands and their output are found in order', () => {
  expect(exchangesIn(page)).toEqual([
    { command: 'curl localhost:9000/health', output: '{"health":"ok"}' },
    { command: 'kill -STOP 7', output: '' },
    { command: "curl -s localhost:9000/metadata \\\n    -H 'a: b' | jq", output: '{\n  "a": 1\n}' },
    { command: 'last', output: '' },
  ])
})

test('the output of the start is found, and no other block', () => {
  expect(startOutputIn(page)).toStartWith('roses is ready after 0.50 s\n\n  rose ')
  expect(startOutputIn(page)).toEndWith('curl …')
  expect(startOutputIn('```text\nmodels/ packages/\n```')).toBeUndefined()
})
