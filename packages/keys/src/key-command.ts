import { Command, EXIT, list, type Parsed, text, UsageError, value } from '@sepal/command-line'
import { hashOf, newKey } from './api-key.ts'
import { isKeyName, type KeyFile, KeyFileError, NAME_FORM, type Scope, scopes } from './key-file.ts'
import { readKeyFile, writeKeyFile } from './key-file-edit.ts'
import { RATE_FORM, rateOf } from './rate.ts'

const ACTIONS = [
  ['new NAME', 'make a key, print it once and add its hash to the file'],
  ['list', 'print the names, scopes and rates'],
  ['remove NAME', 'take a key out of the file'],
] as const

export const keyCommand = new Command({
  name: 'key',
  invocation: 'sepal key',
  summary: 'Makes, lists and removes the keys of callers, in the file that API_KEYS_FILE names.',
  operands: {
    placeholder: 'ACTION [NAME]',
    help: 'what to do:',
    choices: ACTIONS,
    max: 2,
    isRequired: true,
    parse: (given) => given,
  },
  options: {
    file: text({ placeholder: 'FILE', help: 'the file of keys', default: 'keys.json' }),
    scope: list<Scope>({
      placeholder: 'SCOPE',
      help: `what a new key allows, one of ${scopes.join(', ')}; may be repeated`,
      defaultText: 'predict',
      parse: (given, option) => {
        const found = scopes.find((scope) => scope === given)
        if (found === undefined) {
          throw new UsageError(`${option} is ${JSON.stringify(given)}, expected one of ${scopes.join(', ')}`)
        }
        return found
      },
    }),
    rate: value<string>({
      placeholder: 'N/s|min',
      help: 'how many rows a new key may send per second or minute; without it, any number',
      parse: (given, option) => {
        if (rateOf(given) !== undefined) return given
        throw new UsageError(`${option} is ${JSON.stringify(given)}, expected ${RATE_FORM}`)
      },
    }),
  },
  notes: [
    'The key is printed alone on standard output, and kept nowhere: the file has its SHA-256. The file is written at once and as a whole, for its owner only; a running proxy takes it over within seconds.',
    'To replace a key, make another with a new name, give it to its caller, and remove the old one.',
  ],
  examples: [
    ['new web', 'a key for predictions, in keys.json'],
    ['new batch --rate 600000/min', 'at most 600,000 rows a minute'],
    ['new shop --scope predict --scope feedback', 'also says later what was right'],
    ['new prometheus --scope operate', 'for /metrics'],
    ['new console --scope predict --scope operate', 'for the console'],
    ['remove web', 'refused within seconds'],
  ],
  exitCodes: ['ok', 'failed', 'usage'],
})

/** @throws UsageError, or KeyFileError when the file does not allow it */
export async function runKey({
  operands: [action = '', name],
  ...options
}: Parsed<typeof keyCommand>): Promise<number> {
  if (action === 'list') {
    if (name !== undefined) throw new UsageError('list takes no NAME')
    process.stdout.write(listOf(await readKeyFile(options.file)))
    return EXIT.ok
  }
  if (action !== 'new' && action !== 'remove') {
    throw new UsageError(`the action is ${JSON.stringify(action)}, expected new, list or remove`)
  }
  if (name === undefined || !isKeyName(name)) {
    throw new UsageError(
      `NAME is ${name === undefined ? 'missing' : JSON.stringify(name)}, expected ${NAME_FORM}`,
    )
  }
  await (action === 'new' ? add(name, options) : remove(name, options))
  return EXIT.ok
}

type KeyOptions = Omit<Parsed<typeof keyCommand>, 'operands'>

async function add(name: string, { file, scope, rate }: KeyOptions) {
  const { keys } = await readKeyFile(file)
  if (name in keys) {
    throw new KeyFileError(`${file} has a key ${name}; choose another name, or remove it first`)
  }
  const key = newKey((bytes) => crypto.getRandomValues(bytes))
  const entry = {
    sha256: hashOf(key),
    scopes: scope.length === 0 ? ['predict' as const] : [...new Set(scope)],
    ...(rate !== undefined && { rate }),
    created: new Date().toISOString().slice(0, 10),
  }
  await writeKeyFile(file, { keys: { ...keys, [name]: entry } })
  process.stdout.write(`${key}\n`)
  console.error(`key: ${name} (${entry.scopes.join(', ')}) is in ${file}; the key itself is kept nowhere`)
}

async function remove(name: string, { file }: KeyOptions) {
  const { keys } = await readKeyFile(file)
  const { [name]: removed, ...others } = keys
  if (removed === undefined) {
    const known = Object.keys(keys).join(', ') || 'none'
    throw new KeyFileError(`${file} has no key ${name}; it has: ${known}`)
  }
  await writeKeyFile(file, { keys: others })
}

function listOf({ keys }: KeyFile): string {
  return Object.entries(keys)
    .map(([name, { scopes, rate, created }]) =>
      [name, scopes.join(','), rate ?? '-', created ?? '-'].join('\t'),
    )
    .map((line) => `${line}\n`)
    .join('')
}
