import { Command, flag, type Parsed, text, UsageError, value } from '@sepal/command-line'
import { version } from '../../../../package.json' with { type: 'json' }
import { imageRepository } from '../image-repository.ts'

export const kubernetesCommand = new Command({
  name: 'build:kubernetes',
  invocation: 'bun run build:kubernetes',
  summary: "Writes the Kubernetes manifests of an ensemble's classifiers to docker/kubernetes/base.",
  options: {
    models: text({
      placeholder: 'DIR',
      help: 'folder with ensemble.json',
      defaultText: 'models/ of this repository',
    }),
    repository: value({
      placeholder: 'PREFIX',
      help: "prefix of the images' names, as in sepal/proxy",
      default: 'sepal',
      parse: imageRepository,
    }),
    tag: value({
      placeholder: 'TAG',
      help: "the images' tag",
      default: version,
      defaultText: 'the version in package.json',
      parse: imageTag,
    }),
    check: flag({ help: 'write nothing; exit with 1 if a file differs from what would be written' }),
  },
  examples: [
    ['--repository registry.example.com/team --tag 0.2.0', 'images from a registry'],
    ['--check', 'check that the files are up to date'],
  ],
})

export type Arguments = Parsed<typeof kubernetesCommand>

function imageTag(given: string): string {
  if (/^\w[\w.-]{0,127}$/.test(given)) return given
  throw new UsageError(`--tag is ${JSON.stringify(given)}, expected letters, digits, ".", "_" and "-"`)
}
