import { join, relative } from 'node:path'
import { CompilerError } from '@sepal/client/build/compiler'
import { CONTRACT, declarations } from '@sepal/client/build/declarations'
import { buildSdk } from '@sepal/client/build/sdk'
import { runCommand } from '@sepal/command-line'
import { loadManifest, ManifestError } from '@sepal/ensemble'
import { StartupError } from '@sepal/server/startup-error'
import { root } from '../root.ts'
import { type Arguments, sdkCommand } from './arguments.ts'

/** The routes of the ensemble in `models/` as last reviewed. */
const golden = join(root, 'packages/client/contract.golden.d.ts')

const models = join(root, 'models')

async function build({ golden: isGolden, models: folder = models, ...options }: Arguments) {
  await loadManifest(folder)
  const manifest = join(folder, 'ensemble.json')
  if (isGolden) {
    await Bun.write(golden, (await declarations(manifest)).get(CONTRACT) ?? '')
    return console.log(`${relative('', golden)} is written`)
  }
  const tarball = await buildSdk({ manifest, out: join(root, 'packages/client/dist'), ...options })
  console.log(`${relative('', tarball)}  ${(Bun.file(tarball).size / 1000).toFixed(1)} kB`)
}

await runCommand(sdkCommand, build, { expected: [CompilerError, StartupError, ManifestError] })
