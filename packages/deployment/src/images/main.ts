import { join } from 'node:path'
import { runCommand } from '@sepal/command-line'
import { loadManifest, ManifestError } from '@sepal/ensemble'
import { StartupError } from '@sepal/server/startup-error'
import { $ } from 'bun'
import { version } from '../../../../package.json' with { type: 'json' }
import { root } from '../root.ts'
import { type Arguments, argumentsOf, imagesCommand } from './arguments.ts'
import { Docker } from './docker.ts'
import { BASE, imagesOf, imageTogether } from './plan.ts'
import { type BuiltImage, summaryOf } from './summary.ts'

await runCommand(imagesCommand, (given) => buildAll(argumentsOf(given, root)), {
  expected: [StartupError, ManifestError],
})

async function buildAll({ models, repository, together, npmrc }: Arguments) {
  const manifest = await loadManifest(join(root, models))
  const images = together ? [imageTogether(models)] : imagesOf(manifest, models)
  const docker = await Docker.find()
  const commit = await commitOf(root)
  const tags = commit === undefined ? [version] : [version, commit]
  const built: BuiltImage[] = []
  for (const [i, image] of images.entries()) {
    const name = `${repository}/${image.name}`
    console.log(`\n[${i + 1}/${images.length}] ${name}`)
    const start = performance.now()
    await docker.build(root, [
      `--file=${join(root, image.dockerfile)}`,
      ...tags.map((tag) => `--tag=${name}:${tag}`),
      ...Object.entries(image.arguments).map(([argument, value]) => `--build-arg=${argument}=${value}`),
      `--build-arg=VERSION=${version}`,
      `--build-arg=REVISION=${commit ?? 'unknown'}`,
      ...(npmrc === undefined ? [] : [`--secret=id=npmrc,src=${npmrc}`]),
    ])
    const seconds = (performance.now() - start) / 1000
    const bytesOverBase = (await docker.sizeOf(`${name}:${version}`)) - (await docker.sizeOf(BASE))
    built.push({ name, seconds, bytesOverBase })
  }
  console.log(summaryOf(built, { base: BASE, tags }))
}

/** The commit, marked if the working tree has uncommitted changes; undefined outside a repository. */
async function commitOf(folder: string): Promise<string | undefined> {
  const { exitCode, stdout } = await $`git describe --always --dirty --exclude='*'`
    .cwd(folder)
    .quiet()
    .nothrow()
  return exitCode === 0 ? stdout.toString().trim() : undefined
}
