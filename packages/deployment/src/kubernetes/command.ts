import { join, resolve } from 'node:path'
import { Command, EXIT, type Parsed, text, UsageError, value } from '@sepal/command-line'
import oneNode from '../../../../docker/kubernetes/templates/overlays/one-node.yaml' with { type: 'text' }
import production from '../../../../docker/kubernetes/templates/overlays/production.yaml' with {
  type: 'text',
}
import { settle } from '../generated/settle.ts'
import { stamped } from '../generated/stamp.ts'
import { nameOption, options } from '../options.ts'
import { fromHere, systemOf, typed } from '../system.ts'
import { filled } from '../template.ts'
import { baseFiles } from './files.ts'
import { COMPONENT, dnsNameLike, ingressLines } from './ingress.ts'

export const kubernetesCommand = new Command({
  name: 'kubernetes',
  invocation: 'sepal kubernetes',
  summary: 'Writes the Kubernetes manifests of an ensemble: a kustomize base and two overlays to start from.',
  options: {
    out: text({ placeholder: 'DIR', help: 'the folder to write to', default: 'kubernetes' }),
    keys: options.keys,
    host: value({
      placeholder: 'HOST',
      help: 'the host name that callers outside the cluster use; adds an Ingress with TLS',
      defaultText: 'no Ingress',
      parse: dnsNameLike('api.example.org'),
    }),
    ingressClass: value({
      placeholder: 'CLASS',
      help: 'the class of the Ingress',
      defaultText: "the cluster's default",
      parse: dnsNameLike('nginx'),
    }),
    models: options.models,
    name: nameOption('the namespace'),
    repository: options.repository,
    tag: options.tag,
    check: options.check,
    force: options.force,
  },
  notes: [
    'The files in base/ are generated, say in their head how they were made, and are not overwritten once they were edited. Those in overlays/ are yours: they are written once, for your changes.',
  ],
  examples: [
    ['--repository registry.example.com/team --tag v14', 'images from a registry'],
    ['--host api.example.org --keys', 'reached from outside, by callers with keys'],
    ['--check', 'in CI: fails when ensemble.json has changed and the files have not'],
  ],
  exitCodes: ['ok', 'failed', 'usage'],
})

/** Writes or checks the files. @returns the exit code */
export async function runKubernetes({
  out,
  keys,
  host,
  ingressClass,
  check,
  force,
  ...about
}: Parsed<typeof kubernetesCommand>): Promise<number> {
  if (ingressClass !== undefined && host === undefined)
    throw new UsageError('--ingress-class needs an Ingress, which --host adds')
  const system = await systemOf(about)
  const command = typed('sepal kubernetes', {
    keys,
    out: out === 'kubernetes' ? undefined : fromHere(out),
    host,
    'ingress-class': ingressClass,
    ...about,
    models: fromHere(about.models),
  })
  const head = [
    `Made from ensemble.json by \`${command}\`.`,
    'Run that again after a change of the ensemble. Changes of your own belong in overlays/.',
  ]
  const ingress = host === undefined ? undefined : { host, class: ingressClass }
  const base = new Map(
    [...baseFiles(system, { hasKeys: keys, ingress })].map(([path, body]) => [path, stamped(head, body)]),
  )
  const code = await settle(base, resolve(out, 'base'), {
    check,
    force,
    optional: ['ingress'],
    what: join(out, 'base'),
    shown: (path) => join(out, 'base', path),
    command,
    advice: `move the changes into an overlay in ${join(out, 'overlays')}`,
  })
  if (!check && code === EXIT.ok) await writeOverlays(out, host)
  return code
}

/** Those that are not there: they are the user's own from then on. */
async function writeOverlays(out: string, host: string | undefined) {
  const overlays = { 'one-node': oneNode, production: filled(production, { INGRESS: ingressLines(host) }) }
  for (const [name, text] of Object.entries(overlays)) {
    const file = Bun.file(join(out, 'overlays', name, 'kustomization.yaml'))
    if (await file.exists()) continue
    await file.write(text)
    console.log(`wrote ${file.name}`)
  }
  await adviseOnIngress(join(out, 'overlays/production/kustomization.yaml'), host !== undefined)
}

/** An overlay that was there already may lack the Ingress, or name one that is gone. */
async function adviseOnIngress(path: string, isMade: boolean) {
  const lines = (await Bun.file(path).text()).split('\n')
  const isUsed = lines.some((line) => line.includes(COMPONENT) && !line.trimStart().startsWith('#'))
  if (isMade === isUsed) return
  const advice = isMade
    ? `has no Ingress yet: add ${COMPONENT} to its components`
    : `names ${COMPONENT}, which is made with --host only: remove it from its components`
  console.log(`${path} is yours and ${advice}`)
}
