import compose from '../../../../docker/templates/compose.yml' with { type: 'text' }
import stack from '../../../../docker/templates/stack.yml' with { type: 'text' }
import { roomFor } from '../memory.ts'
import type { Service } from '../services.ts'
import type { System } from '../system.ts'
import { filled, scalar } from '../template.ts'
import { composeKeys, stackKeys } from './key-lines.ts'

/** The limit of a classifier with a small model, MiB; the templates state it too. */
const MEMORY = 256

/** The file for `docker compose`. */
export function composeFile(system: System, hasKeys: boolean): string {
  return filled(compose, {
    ...namesOf(system),
    ...composeKeys(hasKeys),
    NAME: scalar(system.name),
    PULL: pullPolicy(system),
    HEALTHY: system.services.map(({ name }) => `${scalar(name)}: { condition: service_healthy }`),
    ADDRESSES: system.services.map(({ variable, name, port }) => `${variable}: ${name}:${port}`),
    CLASSIFIERS: system.services.flatMap((service) => classifier(service, system, ['deploy:'])),
  })
}

/** The file for `docker stack deploy`. */
export function stackFile(system: System, hasKeys: boolean): string {
  return filled(stack, {
    ...namesOf(system),
    ...stackKeys(hasKeys),
    // The addresses of all tasks; the service's own name is one address in front of them.
    ADDRESSES: system.services.map(({ variable, name, port }) => `${variable}: tasks.${name}:${port}`),
    CLASSIFIERS: system.services.flatMap((service) =>
      classifier(service, system, ['deploy:', '  <<: *classifier-deploy']),
    ),
  })
}

function namesOf({ repository, tag }: System) {
  return { REPOSITORY: repository, TAG: tag }
}

function classifier(
  { name, modelBytes }: Service,
  { repository, tag }: System,
  deploy: readonly string[],
): string[] {
  const room = roomFor(modelBytes)
  return [
    `${scalar(name)}:`,
    '  <<: *classifier',
    `  image: \${REPOSITORY:-${repository}}/${name}:\${TAG:-${tag}}`,
    ...(room === 0 ? [] : [...deploy, ...resources(MEMORY + room)].map((line) => `  ${line}`)),
  ]
}

function resources(memory: number): string[] {
  return [
    '  resources:',
    "    # Four times the model's file, and what every classifier has.",
    `    limits: { cpus: "1", memory: ${memory}M, pids: 64 }`,
  ]
}

/** Only images with a registry in their name can be pulled. */
function pullPolicy({ repository }: System): string[] {
  const [first = ''] = repository.split('/')
  if (first === 'localhost' || /[.:]/.test(first)) return []
  return [
    "# The images are built here, and their names elsewhere may be anybody's.",
    `pull_policy: \${PULL_POLICY:-never}`,
  ]
}
