import { parseArgs } from 'node:util'
import { buildConsole, CONSOLE_FOLDER, ensureConsole } from './build.ts'

const USAGE = `Builds the web page that the proxy serves at /console.

Usage: bun run build:console [options]

  --if-outdated  only when the sources have changed since it was built last; says nothing
  --out DIR      folder to write (default: packages/console/dist)
  --help         print this
`

const { values } = parseArgs({
  options: {
    'if-outdated': { type: 'boolean', default: false },
    out: { type: 'string', default: CONSOLE_FOLDER },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

if (values.help) console.log(USAGE)
else if (values['if-outdated']) await ensureConsole(values.out)
else await report()

async function report() {
  const files = await buildConsole(values.out)
  const width = Math.max(...files.map(({ name }) => name.length))
  for (const { name, bytes, brotliBytes } of files) {
    console.log(`${name.padEnd(width)} ${kilobytes(bytes)}, compressed ${kilobytes(brotliBytes)}`)
  }
  console.log(
    `${'in all'.padEnd(width)} ${kilobytes(sum(files, 'bytes'))}, compressed ${kilobytes(sum(files, 'brotliBytes'))}`,
  )
}

function sum<K extends string>(files: readonly Record<K, number>[], key: K): number {
  return files.reduce((total, file) => total + file[key], 0)
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`.padStart(9)
}
