import { join } from 'node:path'
import { version } from '../../package.json'
import { loadManifest } from '../../packages/ensemble/src/index.ts'
import { runMain } from '../../packages/server/src/lifecycle.ts'
import { root } from '../root.ts'
import { parseArguments, USAGE } from './arguments.ts'
import { differences, settle } from './difference.ts'
import { generatedFiles } from './generated-files.ts'

const folder = join(root, 'docker/kubernetes')
const base = join(folder, 'base')

await runMain('build:kubernetes', async () => {
  const options = parseArguments(Bun.argv.slice(2), { models: join(root, 'models'), tag: version })
  if (options.help) {
    console.log(USAGE)
    return
  }
  const manifest = await loadManifest(options.models)
  const template = await Bun.file(join(folder, 'templates/classifier.yaml')).text()
  const files = generatedFiles(manifest, template, options)
  const found = await differences(files, base)
  for (const { path, state } of found) console.log(`docker/kubernetes/base/${path}: ${state}`)
  if (found.length === 0) console.log('docker/kubernetes/base is as it should be')
  else if (options.check) process.exitCode = 1
  else {
    await settle(found, files, base)
    console.log('all of them are put right')
  }
})
