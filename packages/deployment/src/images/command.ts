import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Command, flag, list, type Parsed, text, UsageError, value } from '@sepal/command-line'
import { loadManifest, type Manifest } from '@sepal/ensemble'
import { modelsFolder } from '@sepal/model-folder/models-folder'
import { StartupError } from '@sepal/server/startup-error'
import { version as sepalVersion } from '../../../../package.json' with { type: 'json' }
import { options } from '../options.ts'
import { commitOf, projectField, projectVersion } from '../project.ts'
import { systemNameOf } from '../system-name.ts'
import { BASE, isImageReference } from './base-image.ts'
import { sizeOf, stageContext } from './context.ts'
import { Docker } from './docker.ts'
import { GENERIC, hasRuntime, type Image, imagesOf, TOGETHER } from './plan.ts'
import { PROCESSORS, type Processor } from './runtime.ts'
import { serversIn } from './servers.ts'
import { type BuiltImage, summaryOf } from './summary.ts'

export const imagesCommand = new Command({
  name: 'images',
  invocation: 'sepal images',
  summary:
    'Builds the container images of an ensemble: one for each model and one for the proxy, which has none.',
  options: {
    models: options.models,
    repository: options.repository,
    tag: options.tag,
    together: flag({
      help: 'build one image instead, which runs the proxy and all classifiers in one process',
    }),
    generic: flag({
      help: 'build one image instead, which is either server, of models that are mounted at /models',
    }),
    platform: list({
      placeholder: 'PLATFORM',
      help: 'linux/amd64, linux/arm64 or both, separated by a comma',
      defaultText: "the engine's own",
      parse: processorsOf,
    }),
    base: value({
      placeholder: 'IMAGE',
      help: 'the image to build on, which has Bun: pin it by its digest, as in oven/bun:TAG@sha256:…',
      defaultText: BASE,
      parse: imageReference,
    }),
    push: flag({ help: 'push the images to the registry that --repository names' }),
    context: text({
      placeholder: 'DIR',
      help: 'write what the images are built from, with a Dockerfile for each, and build nothing',
    }),
  },
  notes: [
    "Each image gets two tags: the version in package.json (or --tag) and the git commit. Docker with BuildKit is required; with --context, whatever builds from a Dockerfile. Nothing is installed while an image is built, so it needs no network but for the base image's.",
  ],
  examples: [
    ['--repository registry.example.com/team --push', 'images in a registry'],
    ['--platform linux/amd64,linux/arm64 --push', 'for both processors; needs buildx'],
    ['--generic', 'one image for every ensemble'],
  ],
  exitCodes: ['ok', 'failed', 'usage'],
})

type Arguments = Parsed<typeof imagesCommand>

/** Builds the images, or writes what they are built from. */
export async function runImages(args: Arguments): Promise<void> {
  if (args.together && args.generic) throw new UsageError('--together and --generic are two different images')
  if (args.context !== undefined && args.push)
    throw new UsageError('--push needs an image, and --context builds none')
  const plan = await planOf(args)
  const platforms = args.platform.flat()
  if (platforms.length > 1 && !args.push && args.context === undefined) {
    throw new UsageError(
      '--platform names two, which Docker keeps only in a registry: add --push, or build one at a time',
    )
  }
  if (args.context !== undefined) {
    const out = resolve(args.context)
    await needEmpty(out, args.context)
    await stage(out, plan, platforms.length > 0 ? platforms : ['amd64', 'arm64'])
    for (const { name } of plan.images)
      console.log(
        `docker build --file ${join(args.context, `${name}.Dockerfile`)} --tag ${plan.repository}/${name}:${plan.tags[0]} ${args.context}`,
      )
    return
  }
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
        push: args.push,
      })
      const seconds = (performance.now() - start) / 1000
      built.push({ name, seconds, bytesOverBase: await addedBytes(context, image) })
    }
    console.log(summaryOf(built, { base: plan.base, tags: plan.tags }))
  } finally {
    await rm(context, { recursive: true })
  }
}

/** What is to be built, from what, and under which names. */
type Plan = {
  base: string
  images: readonly Image[]
  repository: string
  tags: [string, ...string[]]
  revision: string
  license: string | undefined
  project: { folder: string; manifest: Manifest } | undefined
}

async function planOf(args: Arguments): Promise<Plan> {
  const base = args.base ?? BASE
  if (args.generic) {
    // It has nothing of a project but the name that it gets.
    const tag = args.tag ?? sepalVersion
    const repository = args.repository ?? 'sepal'
    return {
      base,
      images: [GENERIC],
      repository,
      tags: [tag],
      revision: 'unknown',
      license: 'MIT',
      project: undefined,
    }
  }
  const folder = await modelsFolder(args.models)
  const manifest = await loadManifest(folder)
  const commit = await commitOf(folder)
  const tag = args.tag ?? (await projectVersion(folder)) ?? 'latest'
  return {
    base,
    images: args.together ? [TOGETHER] : imagesOf(manifest),
    repository: args.repository ?? systemNameOf(manifest),
    tags: commit === undefined || commit === tag ? [tag] : [tag, commit],
    revision: commit ?? 'unknown',
    license: await projectField(folder, 'license'),
    project: { folder, manifest },
  }
}

async function stage(
  out: string,
  { base, repository, images, tags, revision, license, project }: Plan,
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

function isProcessor(text: string): text is Processor {
  return Object.hasOwn(PROCESSORS, text)
}

function processorsOf(given: string, option: string): Processor[] {
  return given.split(',').map((platform) => {
    const processor = platform.trim().replace('linux/', '')
    if (isProcessor(processor)) return processor
    throw new UsageError(`${option} is ${JSON.stringify(given)}, expected linux/amd64, linux/arm64 or both`)
  })
}

function imageReference(given: string, option: string): string {
  if (isImageReference(given)) return given
  throw new UsageError(
    `${option} is ${JSON.stringify(given)}, expected NAME[:TAG][@sha256:DIGEST], without capitals in the name`,
  )
}

async function needEmpty(folder: string, shown: string) {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0)
    throw new StartupError(`${shown} is not empty, expected a folder that is`)
}
