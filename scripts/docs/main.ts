import { startSystem } from '../../packages/launcher/src/index.ts'
import { sectionOf, withSection } from './marked-section.ts'
import { readmeSections } from './readme.ts'
import { withTrueOutput } from './session.ts'

/** Rewrites what the README takes from the code, and the output of the commands that it shows. */
const file = Bun.file(new URL('../../README.md', import.meta.url))
const before = await file.text()
let page = before
for (const [name, text] of Object.entries(readmeSections)) page = withSection(page, name, `\n${text}\n\n`)
{
  await using system = await startSystem({ port: 0, freePorts: true })
  page = withSection(page, 'session', await withTrueOutput(sectionOf(page, 'session'), system))
}
if (page === before) console.log('README.md is as it should be')
else {
  await Bun.write(file, page)
  console.log('README.md is rewritten')
}
