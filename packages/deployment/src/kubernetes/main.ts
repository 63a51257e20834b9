import { join } from 'node:path'
import { EXIT, runCommand } from '@sepal/command-line'
import { loadManifest, ManifestError } from '@sepal/ensemble'
import { StartupError } from '@sepal/server/startup-error'
import { root } from '../root.ts'
import { type Arguments, kubernetesCommand } from './arguments.ts'
import { differences, settle } from './difference.ts'
import { generatedFiles } from './generated-files.ts'

const folder = join(root, 'docker/kubernetes')
const base = join(folder, 'base')

await runCommand(kubernetesCommand, build, { expected: [StartupError, ManifestError] })

async function build({ models = join(root, 'models'), check, ...images }: Arguments): Promise<number> {
  const manifest = await loadManifest(models)
  const template = await Bun.file(join(folder, 'templates/classifier.yaml')).text()
  const files = generatedFiles(manifest, template, images)
  const found = await differences(files, base)
  for (const { path, state } of found) console.log(`docker/kubernetes/base/${path}: ${state}`)
  if (found.length === 0) console.log('docker/kubernetes/base is up to date')
  else if (check) return EXIT.failed
  else {
    await settle(found, files, base)
    console.log('docker/kubernetes/base is updated')
  }
  return EXIT.ok
}
