import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const PACKAGE = join(import.meta.dir, '..')
const PAGE = join(PACKAGE, 'src/index.html')

/** Where the proxy looks for the page by default. */
export const CONSOLE_FOLDER = join(PACKAGE, 'dist')

/** Names the hash of the sources that a folder was built from. */
const STAMP = 'sources.txt'

export type BuiltFile = { name: string; bytes: number; brotliBytes: number; gzipBytes: number }

/**
 * Bundles the page: `index.html` and files with a hash of their content in the name, each beside its brotli and gzip
 * form. The folder is replaced as a whole, so that readers see either the old one or the new one.
 */
export async function buildConsole(folder = CONSOLE_FOLDER): Promise<BuiltFile[]> {
  const sources = await hashOfSources()
  const { outputs } = await Bun.build({
    entrypoints: [PAGE],
    target: 'browser',
    minify: true,
    // The page is at /console, so its files are below /console/.
    publicPath: './console/',
    naming: { entry: '[name].[ext]', chunk: '[name]-[hash].[ext]', asset: '[name]-[hash].[ext]' },
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  await mkdir(dirname(folder), { recursive: true })
  const fresh = await mkdtemp(`${folder}-`)
  // A temporary folder is readable by its owner only; a server may run as another user.
  await chmod(fresh, 0o755)
  const files: BuiltFile[] = []
  for (const output of outputs) {
    const name = output.path.replace(/^.*\//, '')
    files.push(await write(fresh, name, new Uint8Array(await output.arrayBuffer())))
  }
  await writeFile(join(fresh, STAMP), sources)
  await replace(folder, fresh)
  return files
}

/** Builds the page unless the folder is up to date with the sources. */
export async function ensureConsole(folder = CONSOLE_FOLDER): Promise<BuiltFile[] | 'up to date'> {
  const built = await readFile(join(folder, STAMP), 'utf8').catch(() => undefined)
  return built === (await hashOfSources()) ? 'up to date' : await buildConsole(folder)
}

async function write(folder: string, name: string, content: Uint8Array): Promise<BuiltFile> {
  const brotli = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
  })
  const gzip = gzipSync(content, { level: constants.Z_BEST_COMPRESSION })
  await writeFile(join(folder, name), content)
  await writeFile(join(folder, `${name}.br`), brotli)
  await writeFile(join(folder, `${name}.gz`), gzip)
  return { name, bytes: content.length, brotliBytes: brotli.length, gzipBytes: gzip.length }
}

/** Two builds at once may both find the folder gone and put theirs in its place: the last one stays. */
async function replace(folder: string, fresh: string) {
  const old = `${fresh}-old`
  await rename(folder, old).catch(() => {})
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true, force: true }))
  await rm(old, { recursive: true, force: true })
}

/** A hash of everything that the page is built from; libraries count by their versions in the lockfile. */
async function hashOfSources(): Promise<string> {
  const found = await Promise.all(
    ['src', 'build', '../client/src', '../contract/src', '../tabular/src'].map(async (top) => {
      const names = await readdir(join(PACKAGE, top), { recursive: true, withFileTypes: true })
      return names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    }),
  )
  const hash = new Bun.CryptoHasher('sha256')
  for (const path of [...found.flat().sort(), join(PACKAGE, '../../bun.lock')]) {
    hash.update(path.slice(PACKAGE.length)).update(await readFile(path))
  }
  return hash.update(Bun.version).digest('hex')
}
