import { readFile } from 'node:fs/promises'
import {
  askLoopbackDirectly,
  Command,
  EXIT,
  flag,
  keyFile,
  keyIn,
  type Parsed,
  text,
  UsageError,
} from '@sepal/command-line'
import { version } from '../../../package.json' with { type: 'json' }
import { contractChanges } from './contract-changes.ts'
import { fingerprintOf } from './fingerprint.ts'
import { askContract, type ServedContract, TypesError } from './served-contract.ts'
import { contractIn, typesFile } from './types-file.ts'

export const typesCommand = new Command({
  name: 'types',
  invocation: 'sepal types',
  summary: "Writes the types of a running proxy's ensemble, or checks that they still hold.",
  operands: {
    placeholder: 'URL',
    help: 'where the proxy is, as http://127.0.0.1:9000',
    max: 1,
    isRequired: true,
    parse: addressOf,
  },
  options: {
    keyFile,
    json: flag({ help: 'print JSON instead, to be imported like an ensemble.json' }),
    check: text({
      placeholder: 'FILE',
      help: 'print nothing but what has changed since FILE was made (types, JSON or an ensemble.json)',
    }),
  },
  notes: [
    'A client made with the JSON, createClient(URL, { ensemble }), also notices at run time when the proxy serves another ensemble.',
    'With --check, exits with 1 when a change breaks callers: something is gone, or means something else. Additions break nobody.',
  ],
  examples: [
    ['http://127.0.0.1:9000 > sepal.d.ts', 'types for createClient<Ensemble>(URL)'],
    ['http://127.0.0.1:9000 --json > ensemble.json', 'types and values for createClient(URL, { ensemble })'],
    ['http://127.0.0.1:9000 --check sepal.d.ts', 'in CI'],
  ],
  exitCodes: ['ok', 'failed', 'usage'],
})

/** Prints the types, or the changes; fails when these break callers. */
export async function runTypes({
  operands: [address = ''],
  json,
  check,
  ...options
}: Parsed<typeof typesCommand>): Promise<number> {
  askLoopbackDirectly(process.env)
  const served = await askContract(address, keyIn(options.keyFile))
  if (release(served.version) !== release(version)) {
    console.error(
      `types: the proxy is Sepal ${served.version} and this is ${version}; the types are right with @sepal/client ${served.version}`,
    )
  }
  if (check !== undefined) return await checkFile(check, served)
  const origin = `Made by \`sepal types ${address}\` from ${JSON.stringify(served.name)}`
  process.stdout.write(
    json ? `${JSON.stringify(served.contract, null, 2)}\n` : typesFile(served.contract, origin),
  )
  return EXIT.ok
}

async function checkFile(file: string, { contract }: ServedContract): Promise<number> {
  const before = contractIn(await textOf(file))
  if (before === undefined) {
    throw new TypesError(`${file} has no contract; make it with sepal types, or name an ensemble.json`)
  }
  if (fingerprintOf(before) === fingerprintOf(contract)) {
    console.log(`${file} is up to date`)
    return EXIT.ok
  }
  const changes = contractChanges(before, contract)
  for (const { kind, what } of changes) console.log(`${kind}: ${what}`)
  const isBroken = changes.some(({ kind }) => kind === 'breaking')
  console.log(isBroken ? `callers that have ${file} break` : `callers that have ${file} do not break`)
  return isBroken ? EXIT.failed : EXIT.ok
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new TypesError(`${file} cannot be read`, { cause })
  }
}

function addressOf(given: string): string {
  if (/^https?:\/\/[^/?#]+[^?#]*$/.test(given) && URL.canParse(given)) return given.replace(/\/+$/, '')
  throw new UsageError(`the address is ${JSON.stringify(given)}, expected one like http://127.0.0.1:9000`)
}

export { TypesError } from './served-contract.ts'

/** Before 1.0.0 the second number marks what is not compatible. */
function release(of: string): string {
  const [major, minor] = of.split('.')
  return major === '0' ? `0.${minor}` : String(major)
}
