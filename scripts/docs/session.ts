import type { System } from '@sepal/launcher'
import { summaryOf } from '@sepal/launcher'

/** A command that a page shows, which may continue over lines that end with a backslash, and its output. */
export type Exchange = { command: string; output: string }

/** Where the proxy answers in the pages. */
const SHOWN_ADDRESS = 'localhost:9000'
const SHOWN_PORT = 9000

const CONSOLE = /```console\n(.*?)```/gs
const START = /```text\n(.*? is ready after ([\d.]+) s\n.*?)```/s
const COMMAND = /^(?:.*\\\n)*.*/
const CHILD = /^ {2}(\S+) +http:\S+ +pid (\d+)$/gm

/** The commands of a page's `console` blocks, in order. */
export function exchangesIn(page: string): Exchange[] {
  return [...page.matchAll(CONSOLE)].flatMap(([, block = '']) => exchangesOf(block))
}

function exchangesOf(block: string): Exchange[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((text) => {
      const [command = ''] = COMMAND.exec(text) ?? []
      return { command, output: text.slice(command.length).trim() }
    })
}

/** The output of the start that a page shows; undefined if it shows none. */
export function startOutputIn(page: string): string | undefined {
  return START.exec(page)?.[1]?.trimEnd()
}

/** The page with the output of a running system for each of its commands. */
export async function withTrueOutput(page: string, system: System): Promise<string> {
  const session = new Session(page, system)
  let result = page.replace(START, () => `\`\`\`text\n${session.startOutput()}\n\`\`\``)
  for (const [block, text = ''] of page.matchAll(CONSOLE)) {
    const lines: string[] = []
    for (const { command } of exchangesOf(text)) {
      lines.push([`$ ${command}`, await session.run(command)].filter(Boolean).join('\n'))
    }
    result = result.replace(block, () => `\`\`\`console\n${lines.join('\n\n')}\n\`\`\``)
  }
  return result
}

/** Runs a page's commands against a system, as if it had the ports and processes that the page shows. */
export class Session {
  /** the processes that the page shows: names by pid */
  readonly #names: ReadonlyMap<number, string>
  readonly #startSeconds: number

  constructor(
    page: string,
    private readonly system: System,
  ) {
    const children = [...(startOutputIn(page) ?? '').matchAll(CHILD)]
    this.#names = new Map(children.map(([, name = '', pid]) => [Number(pid), name]))
    this.#startSeconds = Number(START.exec(page)?.[2])
  }

  /** What the launcher prints of this system, with the page's ports, processes and time. */
  startOutput(): string {
    const pids = new Map([...this.#names].map(([pid, name]) => [name, pid]))
    const { manifest } = this.system
    const children = this.system.children.map(({ label, spec }) => ({
      label,
      spec,
      port: manifest.classifiers[spec.name]?.port ?? SHOWN_PORT,
      pid: pids.get(label),
    }))
    const url = `http://127.0.0.1:${SHOWN_PORT}`
    const consoleUrl = `${url}/console`
    return summaryOf({ manifest, children, url, together: [], consoleUrl }, this.#startSeconds * 1000).trim()
  }

  /** @returns what the command prints. Throws for an unknown command or option. */
  async run(line: string): Promise<string> {
    const [command, ...pipes] = line.replace(/\\\n */g, '').split(' | ')
    const [program, ...words] = wordsOf(command ?? '')
    if (pipes.length > 1 || (pipes[0] ?? 'jq') !== 'jq') throw new Error(`cannot run ${line}`)
    if (program === 'kill') return this.#kill(words)
    if (program !== 'curl') throw new Error(`cannot run ${line}`)
    const body = await this.#curl(words)
    return pipes.length === 0 ? body : JSON.stringify(JSON.parse(body), null, 2)
  }

  #kill([signal, pid]: readonly string[]): string {
    const name = this.#names.get(Number(pid))
    if (name === undefined) throw new Error(`the page shows no process ${pid}`)
    if (signal === '-STOP') this.system.child(name).kill('SIGSTOP')
    else if (signal === '-CONT') this.system.child(name).kill('SIGCONT')
    else throw new Error(`cannot send ${signal}`)
    return ''
  }

  async #curl(words: readonly string[]): Promise<string> {
    const headers = new Headers()
    let body: string | undefined
    let url: string | undefined
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? ''
      if (word === '-s') continue
      if (word === '-d') body = words[++i] ?? ''
      else if (word === '-H') headers.append(...headerOf(words[++i] ?? ''))
      else if (word.startsWith(SHOWN_ADDRESS)) url = this.system.url + word.slice(SHOWN_ADDRESS.length)
      else throw new Error(`cannot give curl ${word}`)
    }
    if (url === undefined) throw new Error(`curl has no address on ${SHOWN_ADDRESS}`)
    const response = await fetch(url, body === undefined ? { headers } : { method: 'POST', headers, body })
    return await response.text()
  }
}

/** The words of a command line that quotes with single quotes only. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
}

function headerOf(text: string): [name: string, value: string] {
  const colon = text.indexOf(':')
  return [text.slice(0, colon), text.slice(colon + 1).trim()]
}
