import { type Manifest, servedEntries } from '@sepal/ensemble'
import { StartupError } from '@sepal/server'
import { runtimeOptions } from '@sepal/server/runtime-options'
import image from '../../../../docker/templates/image.Dockerfile' with { type: 'text' }
import { filled } from '../template.ts'
import { baseLabels } from './base-image.ts'

/** Which servers an image has: a classifier, the proxy, both in one process, or both to choose from. */
export type Kind = 'classifier' | 'proxy' | 'together' | 'generic'

/** One image. */
export type Image = {
  /** the last part of its name */
  name: string
  kind: Kind
  /** the port that it listens on, if the ensemble says so */
  port?: number
}

/** What stands in the labels of an image. */
export type Labels = { version: string; revision: string; license?: string | undefined }

/** What the last part of an image's name may be. */
const IMAGE_NAME = /^[a-z0-9]+(?:(?:_|__|-+)[a-z0-9]+)*$/

const PROXY_PORT = 9000

/**
 * The images of an ensemble, the proxy's last.
 * @throws StartupError when a classifier's name cannot name an image
 */
export function imagesOf(manifest: Manifest): Image[] {
  const classifiers = Object.entries(servedEntries(manifest)).map(([name, { port }]): Image => {
    if (IMAGE_NAME.test(name)) return { name, kind: 'classifier', port }
    throw new StartupError(
      `the classifier "${name}" cannot name an image: "-" and "_" may only stand singly, between letters or digits`,
    )
  })
  return [...classifiers, { name: 'proxy', kind: 'proxy', port: PROXY_PORT }]
}

/** The one image that runs the proxy and all classifiers in one process. */
export const TOGETHER: Image = { name: 'together', kind: 'together', port: PROXY_PORT }

/** The one image that is the proxy or any classifier, of the models that are mounted. */
export const GENERIC: Image = { name: 'server', kind: 'generic' }

/** What each kind is made of. */
const KINDS = {
  classifier: { entry: 'classifier.js', hasRuntime: true, description: 'One model behind HTTP' },
  proxy: {
    entry: 'proxy.js',
    hasRuntime: false,
    description: 'Asks every classifier, merges their answers and decides',
  },
  together: {
    entry: 'proxy.js',
    hasRuntime: true,
    description: 'The proxy and every classifier of an ensemble',
  },
  generic: {
    entry: 'server.js',
    hasRuntime: true,
    description: 'The proxy (MODE=proxy) or a classifier (MODE=its name) of the models in /models',
  },
} as const satisfies Record<Kind, object>

/** Whether an image of a kind runs models. */
export function hasRuntime(kind: Kind): boolean {
  return KINDS[kind].hasRuntime
}

/** Whether an image of a kind has the console, as the proxy has. */
export function hasConsole(kind: Kind): boolean {
  return kind !== 'classifier'
}

export const KIND_NAMES: readonly Kind[] = ['classifier', 'proxy', 'together', 'generic']

/**
 * The Dockerfile of an image, for the folder that `stageContext` writes.
 * @param base the image that it builds on
 */
export function dockerfileOf({ name, kind, port }: Image, labels: Labels, base: string): string {
  const { entry, description } = KINDS[kind]
  const title = kind === 'classifier' ? `Sepal classifier ${name}` : `Sepal ${kind}`
  return filled(image, {
    TITLE: title,
    BASE: base,
    ENTRY: entry,
    COPIES: [
      ...(hasRuntime(kind) ? [`COPY runtime/\${TARGETARCH} ./`] : []),
      `COPY servers/${kind} ./`,
      ...(kind === 'generic' ? [] : [`COPY models/${name} models/`]),
      `COPY sbom/${name}.cdx.json sbom.cdx.json`,
    ],
    ENVIRONMENT: Object.entries(environmentOf({ name, kind, ...(port !== undefined && { port }) }))
      .map(([variable, value]) => `${variable}=${value}`)
      .join(' '),
    EXPOSE: port === undefined ? [] : [`EXPOSE ${port}`],
    LABELS: Object.entries({
      title,
      description,
      version: labels.version,
      revision: labels.revision,
      ...(labels.license !== undefined && { licenses: labels.license }),
      ...baseLabels(base),
    })
      .map(([label, value]) => `org.opencontainers.image.${label}=${JSON.stringify(value)}`)
      .join(' \\\n      '),
  })
}

function environmentOf({ name, kind, port }: Image): Record<string, string> {
  return {
    ...(kind === 'classifier' && { MODE: name }),
    ...(kind === 'generic' && { MODE: 'proxy' }),
    ...(kind === 'together' && { CLASSIFIERS: 'here' }),
    HOST: '::',
    ...(port !== undefined && { PORT: String(port) }),
    MODEL_DIR: kind === 'generic' ? '/models' : '/app/models',
    ...(hasConsole(kind) && { CONSOLE_DIR: '/app/console' }),
    NODE_ENV: 'production',
    ...runtimeOptions,
  }
}
