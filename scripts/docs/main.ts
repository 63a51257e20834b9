import { Command, runCommand } from '@sepal/command-line'
import { manifestJsonSchemaText } from '@sepal/ensemble'
import { startSystem } from '@sepal/launcher'
import { dashboardText } from '../dashboard/dashboard.ts'
import { codeBlocksOf, withCodeBlocks } from './code-blocks.ts'
import { sectionOf, withSection } from './marked-section.ts'
import { pages } from './pages.ts'
import { withTrueOutput } from './session.ts'

const command = new Command({
  name: 'docs',
  invocation: 'bun run docs',
  summary:
    "Rewrites what the pages take from the code: tables, the output of the README's commands, and the code blocks of its translation.",
  options: {},
})

await runCommand(command, rewriteAll)

async function rewriteAll() {
  for (const [path, sections] of Object.entries(pages)) {
    await rewrite(path, (before) =>
      Object.entries(sections).reduce(
        (page, [name, text]) => withSection(page, name, `\n${text}\n\n`),
        before,
      ),
    )
  }
  await rewrite('packages/ensemble/ensemble.schema.json', () => manifestJsonSchemaText())
  await rewrite('docker/observability/grafana/sepal.json', () => dashboardText())
  await rewrite('README.md', async (before) => {
    await using system = await startSystem({ port: 0, freePorts: true })
    return withSection(before, 'session', await withTrueOutput(sectionOf(before, 'session'), system))
  })
  const readme = await Bun.file(new URL('../../README.md', import.meta.url)).text()
  await rewrite('README.ja.md', (before) => withCodeBlocks(before, codeBlocksOf(readme)))
}

async function rewrite(path: string, change: (page: string) => string | Promise<string>) {
  const file = Bun.file(new URL(`../../${path}`, import.meta.url))
  const before = await file.text()
  const page = await change(before)
  if (page !== before) await Bun.write(file, page)
  console.log(`${path} is ${page === before ? 'up to date' : 'rewritten'}`)
}
