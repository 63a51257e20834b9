import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { StartupError } from '@sepal/server/startup-error'
import type { BuildPlan } from './build-plan.ts'
import { sizeOf, stageContext } from './context.ts'
import { Docker } from './docker.ts'
import { hasRuntime, type Image } from './plan.ts'
import { isProcessor, PROCESSORS, type Processor } from './runtime.ts'
import { serversIn } from './servers.ts'
import { type BuiltImage, summaryOf } from './summary.ts'

/**
 * Builds the images with Docker, and shows what was built.
 * @throws StartupError when Docker cannot build them
 */
export async function buildImages(
  plan: BuildPlan,
  { platforms, push }: { platforms: readonly Processor[]; push: boolean },
): Promise<void> {
  const docker = await Docker.find()
  const context = await mkdtemp(join(tmpdir(), 'sepal-images-'))
  try {
    await stage(context, plan, platforms.length > 0 ? platforms : [await ownProcessor(docker)])
    const built: BuiltImage[] = []
    for (const [i, image] of plan.images.entries()) {
      const name = `${plan.repository}/${image.name}`
      console.log(`\n[${i + 1}/${plan.images.length}] ${name}`)
      const start = performance.now()
      await docker.build(context, {
        file: join(context, `${image.name}.Dockerfile`),
        tags: plan.tags.map((tag) => `${name}:${tag}`),
        platforms: platforms.map((processor) => `linux/${processor}`),
        push,
      })
      const seconds = (performance.now() - start) / 1000
      built.push({ name, seconds, bytesOverBase: await addedBytes(context, image) })
    }
    console.log(summaryOf(built, { base: plan.base, tags: plan.tags }))
  } finally {
    await rm(context, { recursive: true })
  }
}

/**
 * Writes what the images are built from, and shows the commands that build them.
 * @param folder as it was given; it must be empty
 */
export async function writeContext(
  folder: string,
  plan: BuildPlan,
  platforms: readonly Processor[],
): Promise<void> {
  const out = resolve(folder)
  await needEmpty(out, folder)
  await stage(out, plan, platforms.length > 0 ? platforms : ['amd64', 'arm64'])
  for (const { name } of plan.images)
    console.log(
      `docker build --file ${join(folder, `${name}.Dockerfile`)} --tag ${plan.repository}/${name}:${plan.tags[0]} ${folder}`,
    )
}

async function stage(
  out: string,
  { base, repository, images, tags, revision, license, project }: BuildPlan,
  processors: readonly Processor[],
) {
  const bundle = await mkdtemp(join(tmpdir(), 'sepal-servers-'))
  try {
    const servers = await serversIn(bundle)
    await stageContext(out, {
      base,
      repository,
      images,
      processors,
      labels: { version: tags[0], revision, license },
      servers,
      project,
    })
  } finally {
    await rm(bundle, { recursive: true })
  }
}

/** What an image adds to its base, bytes: for one processor if it is built for several. */
async function addedBytes(context: string, { kind, name }: Image): Promise<number> {
  const [runtime = 0] = await Promise.all(
    hasRuntime(kind)
      ? Object.keys(PROCESSORS).map((processor) => sizeOf(join(context, 'runtime', processor)))
      : [],
  )
  const parts = [`servers/${kind}`, `models/${name}`, `sbom/${name}.cdx.json`].map((part) =>
    join(context, part),
  )
  return (await Promise.all(parts.map(sizeOf))).reduce((sum, size) => sum + size, runtime)
}

async function ownProcessor(docker: Docker): Promise<Processor> {
  const found = await docker.processor()
  if (isProcessor(found)) return found
  throw new StartupError(
    `the Docker engine's processor is ${found}, and ONNX Runtime is there for amd64 and arm64`,
  )
}

async function needEmpty(folder: string, shown: string) {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0)
    throw new StartupError(`${shown} is not empty, expected a folder that is`)
}
