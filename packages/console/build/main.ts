import { Command, runCommand, text } from '@sepal/command-line'
import { buildConsole, CONSOLE_FOLDER } from './build.ts'

const command = new Command({
  name: 'build:console',
  invocation: 'bun run build:console',
  summary: 'Builds the web page that the proxy serves at /console.',
  options: {
    out: text({
      placeholder: 'DIR',
      help: 'folder to write to',
      default: CONSOLE_FOLDER,
      defaultText: 'packages/console/dist',
    }),
  },
})

await runCommand(command, ({ out }) => report(out))

async function report(folder: string) {
  const files = await buildConsole(folder)
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
