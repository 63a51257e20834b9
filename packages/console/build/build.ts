import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const PACKAGE = join(import.meta.dir, '..')
const PAGE = join(PACKAGE, 'src/index.html')

/** Where the proxy looks for the page when it is not told of another folder. */
export const CONSOLE_FOLDER = join(PACKAGE, 'dist')

/** A file that says from which sources a folder was built. */
const STAMP = 'sources.txt'

export type BuiltFile = { name: string; bytes: number; brotliBytes: number; gzipBytes: number }

/**
 * Bundles the page: `index.html` and files with a hash of their content in the name, each beside its brotli and gzip
 * form. The folder is replaced as a whole, so that who reads it meanwhile sees the old one or the new one.
 */
export async function buildConsole(folder = CONSOLE_FOLDER): Promise<BuiltFile[]> {
  const sources = await hashOfSources()
  const { outputs } = await Bun.build({
    entrypoints: [PAGE],
    target: 'browser',
    minify: true,
    // The page is at /console, so what is beside it in the folder is below that.
    publicPath: './console/',
    naming: { entry: '[name].[ext]', chunk: '[name]-[hash].[ext]', asset: '[name]-[hash].[ext]' },
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  await mkdir(dirname(folder), { recursive: true })
  const fresh = await mkdtemp(`${folder}-`)
  // Only its maker may read a temporary folder; a server may run as another user.
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

/** Builds the page unless the folder has it as the sources are now. */
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

/** Two builds at once may both find the folder gone and put theirs there: the last one stays. */
async function replace(folder: string, fresh: string) {
  const old = `${fresh}-old`
  await rename(folder, old).catch(() => {})
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true, force: true }))
  await rm(old, { recursive: true, force: true })
}

/** Of everything that the page is made of; the libraries count by their versions in the lockfile. */
async function hashOfSources(): Promise<string> {
  const found = await Promise.all(
    ['src', 'build'].map(async (top) => {
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
