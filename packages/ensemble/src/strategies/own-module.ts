import { type Static, Type } from '@sinclair/typebox'
import { Flag } from '../features/numeric.ts'
import type { Answer } from '../outputs/output-kind.ts'
import { jsonFault } from './json-fault.ts'
import type { Strategy } from './strategy.ts'

/** How a combine entry names a module: a file beside ensemble.json. */
export const MODULE_PATTERN = '^\\./[A-Za-z0-9_][A-Za-z0-9_.-]*\\.(ts|js|mjs)$'

/** The name of a module, as it is written in a manifest. */
export type ModulePath = `./${string}`

export const isModulePath = (tag: string): tag is ModulePath => tag.startsWith('./')

/** Options of a module. `~decision` exists in types alone: what the module's function returns. */
export type ModuleOptions = Static<typeof Flag> & { readonly '~decision'?: unknown }

/**
 * The default export of a module that decides: a pure function of the classifiers' answers to one row, by name;
 * `undefined` for a classifier that did not answer. It returns any JSON.
 */
export type DecideRow = (answers: Readonly<Record<string, Answer | undefined>>) => unknown

/** The module threw, or returned what is no JSON. */
export class DecideError extends Error {
  override name = 'DecideError'
}

/**
 * The user's own module.
 * @param decideRow its function; without one there is no decision, only the description of it
 */
export function ownModule(path: ModulePath, decideRow?: DecideRow): Strategy {
  return {
    tag: path,
    options: Flag,
    takes: ['probabilities', 'value', 'score', 'label'],
    route: 'decision',
    bind(_, voters) {
      const outputs = new Map(voters.map(({ name, output }) => [name, output]))
      return {
        decisionSchema: Type.Unknown({ description: `what ${path} returns` }),
        meaning: `What ${path} makes of the answers.`,
        minAnswers: 1,
        mayFail: true,
        decide: (votes) => {
          const answers = votes.map(({ name, numbers, at }) => [
            name,
            outputs.get(name)?.answerOf(numbers, at),
          ])
          return decided(path, decideRow, Object.fromEntries(answers))
        },
        example: () => {
          const answers = voters.map(({ name, output }, place) => [name, output.example(place === 0)])
          return decided(path, decideRow, Object.fromEntries(answers))
        },
      }
    },
  }
}

function decided(path: string, decideRow: DecideRow | undefined, answers: Record<string, Answer>): unknown {
  if (decideRow === undefined) throw new DecideError(`${path} is not loaded`)
  const decision = callOf(path, () => decideRow(answers))
  const fault = jsonFault(decision)
  if (fault !== undefined) throw new DecideError(`${path} returned ${fault}, expected JSON`)
  return decision
}

function callOf(path: string, call: () => unknown): unknown {
  try {
    return call()
  } catch (cause) {
    throw new DecideError(`${path} threw`, { cause })
  }
}
