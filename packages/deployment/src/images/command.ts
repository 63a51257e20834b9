import { Command, flag, list, type Parsed, text, UsageError, value } from '@sepal/command-line'
import { options } from '../options.ts'
import { BASE, isImageReference } from './base-image.ts'
import { buildImages, writeContext } from './build.ts'
import { planOf } from './build-plan.ts'
import { isProcessor, type Processor } from './runtime.ts'

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
  if (args.context !== undefined) await writeContext(args.context, plan, platforms)
  else await buildImages(plan, { platforms, push: args.push })
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
