import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Change } from '@sepal/contract'
import { root } from '../root.ts'

/** How callers use routes: they send a body and a query, and read the answer. Codes of errors in it may be new ones. */
const CALLS = `
import type { Routes as Released } from './released.d.ts'
import type { Routes as Current } from './current.d.ts'
type Calls<R> = R extends { body: infer Body; query: infer Query; response: { 200: infer Answer } }
  ? (body: Body, query: Query) => Open<Answer>
  : { [K in keyof R]: Calls<R[K]> }
type Open<A> = A extends AsyncGenerator<infer Event>
  ? AsyncGenerator<Open<Event>, void, unknown>
  : A extends readonly (infer Item)[]
    ? Open<Item>[]
    : A extends object
      ? { [K in keyof A]: K extends 'error' ? OpenCode<A[K]> : Open<A[K]> }
      : A
type OpenCode<E> = E extends { code: string } ? { [K in keyof E]: K extends 'code' ? string : E[K] } : E
`
/** Compiles if code for the released routes still does. */
const STILL = 'export const still = (current: Calls<Current>): Calls<Released> => current\n'

/** The compiler's errors in code for the released types when it meets the current ones. */
export async function typeChanges(released: string, current: string): Promise<Change[]> {
  if (released === current) return []
  const folder = await mkdtemp(join(tmpdir(), 'sepal-wire-'))
  try {
    await Bun.write(join(folder, 'released.d.ts'), released)
    await Bun.write(join(folder, 'current.d.ts'), current)
    await Bun.write(join(folder, 'calls.ts'), CALLS + STILL)
    const compilerOptions = { strict: true, noEmit: true, types: [], allowImportingTsExtensions: true }
    await Bun.write(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['calls.ts'] }))
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const command = [process.execPath, compiler, '--singleThreaded', '--project', folder]
    const tsc = Bun.spawn(command, { stdout: 'pipe' })
    const [said, exitCode] = await Promise.all([tsc.stdout.text(), tsc.exited])
    if (exitCode === 0) return [{ kind: 'addition', what: 'the types say more or other things than before' }]
    return [{ kind: 'breaking', what: `what was written for the released types does not compile:\n${said}` }]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
