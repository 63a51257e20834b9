import { join, resolve } from 'node:path'
import { Command, EXIT, type Parsed, text } from '@sepal/command-line'
import oneNode from '../../../../docker/kubernetes/templates/overlays/one-node.yaml' with { type: 'text' }
import production from '../../../../docker/kubernetes/templates/overlays/production.yaml' with {
  type: 'text',
}
import { settle } from '../generated/settle.ts'
import { stamped } from '../generated/stamp.ts'
import { nameOption, options } from '../options.ts'
import { fromHere, systemOf, typed } from '../system.ts'
import { baseFiles } from './files.ts'

const OVERLAYS = { 'one-node': oneNode, production }

export const kubernetesCommand = new Command({
  name: 'kubernetes',
  invocation: 'sepal kubernetes',
  summary: 'Writes the Kubernetes manifests of an ensemble: a kustomize base and two overlays to start from.',
  options: {
    out: text({ placeholder: 'DIR', help: 'the folder to write to', default: 'kubernetes' }),
    keys: options.keys,
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
    ['--check', 'in CI: fails when ensemble.json has changed and the files have not'],
  ],
  exitCodes: ['ok', 'failed', 'usage'],
})

/** Writes or checks the files. @returns the exit code */
export async function runKubernetes({
  out,
  keys,
  check,
  force,
  ...about
}: Parsed<typeof kubernetesCommand>): Promise<number> {
  const system = await systemOf(about)
  const command = typed('sepal kubernetes', {
    keys,
    out: out === 'kubernetes' ? undefined : fromHere(out),
    ...about,
    models: fromHere(about.models),
  })
  const head = [
    `Made from ensemble.json by \`${command}\`.`,
    'Run that again after a change of the ensemble. Changes of your own belong in overlays/.',
  ]
  const base = new Map([...baseFiles(system, keys)].map(([path, body]) => [path, stamped(head, body)]))
  const code = await settle(base, resolve(out, 'base'), {
    check,
    force,
    what: join(out, 'base'),
    shown: (path) => join(out, 'base', path),
    command,
    advice: `move the changes into an overlay in ${join(out, 'overlays')}`,
  })
  if (!check && code === EXIT.ok) await writeOverlays(out)
  return code
}

/** Those that are not there: they are the user's own from then on. */
async function writeOverlays(out: string) {
  for (const [name, text] of Object.entries(OVERLAYS)) {
    const file = Bun.file(join(out, 'overlays', name, 'kustomization.yaml'))
    if (await file.exists()) continue
    await file.write(text)
    console.log(`wrote ${file.name}`)
  }
}
