import { basename, dirname, resolve } from 'node:path'
import { Command, flag, type Parsed, text } from '@sepal/command-line'
import { settle } from '../generated/settle.ts'
import { stamped } from '../generated/stamp.ts'
import { nameOption, options } from '../options.ts'
import { fromHere, systemOf, typed } from '../system.ts'
import { composeFile, stackFile } from './compose-file.ts'

export const composeCommand = new Command({
  name: 'compose',
  invocation: 'sepal compose',
  summary: 'Writes the Docker Compose file of an ensemble: a service for each model and the proxy.',
  options: {
    out: text({
      placeholder: 'FILE',
      help: 'the file to write',
      defaultText: 'docker-compose.yml; with --swarm, stack.yml',
    }),
    swarm: flag({ help: 'write the file for a swarm instead, for docker stack deploy' }),
    keys: options.keys,
    models: options.models,
    name: nameOption('name of the Compose project'),
    repository: options.repository,
    tag: options.tag,
    check: options.check,
    force: options.force,
  },
  notes: [
    'The file names the images that sepal images builds, and says in its head how it was made. It is not overwritten once it was edited: changes of your own belong in docker-compose.override.yml, which docker compose reads as well.',
  ],
  examples: [
    ['', 'docker-compose.yml for the images that are built here'],
    ['--repository registry.example.com/team --tag v14', 'images from a registry'],
    ['--check', 'in CI: fails when ensemble.json has changed and the file has not'],
  ],
  exitCodes: ['ok', 'failed', 'usage'],
})

/** Writes or checks the file. @returns the exit code */
export async function runCompose({
  out,
  swarm,
  keys,
  check,
  force,
  ...about
}: Parsed<typeof composeCommand>): Promise<number> {
  const system = await systemOf(about)
  const file = out ?? (swarm ? 'stack.yml' : 'docker-compose.yml')
  const models = fromHere(about.models)
  const command = typed('sepal compose', { swarm, keys, out: fromHere(out), ...about, models })
  const images = typed('sepal images', {
    models,
    // Unless that is what the images are called anyway.
    repository: (about.name ?? about.repository) ? system.repository : undefined,
    tag: about.tag,
  })
  const start = swarm ? `docker stack deploy --compose-file ${file} ${system.name}` : 'docker compose up'
  const own = swarm
    ? 'a file of your own, passed with a second --compose-file'
    : 'docker-compose.override.yml'
  const head = [
    `The whole system ${swarm ? 'on a swarm' : 'on one machine'}: \`${images}\`, then \`${start}\`.`,
    `Made from ensemble.json by \`${command}\`.`,
    `Run that again after a change of the ensemble. Changes of this file belong in ${own}.`,
  ]
  const body = swarm ? stackFile(system, keys) : composeFile(system, keys)
  return await settle(new Map([[basename(file), stamped(head, body)]]), resolve(dirname(file)), {
    check,
    force,
    what: file,
    shown: () => file,
    command,
    advice: `move the changes into ${own}`,
  })
}
