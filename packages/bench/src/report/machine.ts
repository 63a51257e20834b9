import { cpus, totalmem } from 'node:os'
import { commands, nodeRuntime } from '../contestants/commands.ts'
import { versionOf } from '../package-version.ts'

/** The machine and the versions that were measured with. */
export type Machine = {
  processor: string
  cores: number
  memoryBytes: number
  system: string
  /** by name */
  versions: Readonly<Record<string, string>>
  /** the runtime of the Fastify contestant */
  fastifyRuntime: 'node' | 'bun'
}

const LIBRARIES = ['elysia', '@elysiajs/eden', 'fastify', 'undici'] as const

export async function describeMachine(loadTool: string): Promise<Machine> {
  const [processor] = cpus()
  const isNode = nodeRuntime !== process.execPath
  const libraries = await Promise.all(
    LIBRARIES.map(async (name): Promise<[string, string]> => [name, await versionOf(name)]),
  )
  return {
    processor: processor?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${process.platform} ${process.arch}`,
    versions: {
      bun: Bun.version,
      ...(isNode ? { node: nodeVersion() } : {}),
      loadTool,
      ...Object.fromEntries(libraries),
    },
    fastifyRuntime: isNode ? 'node' : 'bun',
  }
}

/** One line for people. */
export function sentenceOf({ processor, cores, system, versions, fastifyRuntime }: Machine): string {
  const { bun, node = 'none', loadTool } = versions
  return `${processor}, ${cores} cores, ${system}; Bun ${bun}, Node ${node}, ${loadTool}; Fastify on ${fastifyRuntime}`
}

function nodeVersion(): string {
  const [runtime = ''] = commands.fastify
  return Bun.spawnSync([runtime, '--version']).stdout.toString().trim().replace(/^v/, '')
}
