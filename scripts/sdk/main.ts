import { join, relative } from 'node:path'
import { loadManifest } from '../../packages/ensemble/src/index.ts'
import { runMain } from '../../packages/server/src/lifecycle.ts'
import { root } from '../root.ts'
import { parseArguments, USAGE } from './arguments.ts'
import { CONTRACT, declarations } from './declarations.ts'
import { buildSdk } from './package.ts'

/** The routes of the ensemble in `models/` as they were last looked at by somebody. */
const golden = join(root, 'packages/client/contract.golden.d.ts')

const models = join(root, 'models')

async function run(argv: readonly string[]) {
  const { help, golden: isGolden, ...said } = parseArguments(argv)
  if (help) return console.log(USAGE)
  const folder = said.models ?? models
  await loadManifest(folder)
  const manifest = join(folder, 'ensemble.json')
  if (isGolden) {
    await Bun.write(golden, (await declarations(manifest)).get(CONTRACT) ?? '')
    return console.log(`${relative('', golden)} is written`)
  }
  const tarball = await buildSdk({ manifest, out: join(root, 'packages/client/dist'), ...said })
  console.log(`${relative('', tarball)}  ${(Bun.file(tarball).size / 1000).toFixed(1)} kB`)
}

await runMain('build:sdk', () => run(Bun.argv.slice(2)))
