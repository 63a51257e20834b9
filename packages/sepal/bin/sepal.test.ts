import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

setDefaultTimeout(30_000)

/** Stands for Bun: says what it was given, and does what its last argument says. */
const FAKE_BUN = `#!/bin/sh
for last; do :; done
case "$last" in
  seven) exit 7 ;;
  killed) kill -9 $$ ;;
  waits) trap 'echo got TERM; exit 143' TERM; echo waiting; while :; do sleep 0.05; done ;;
esac
echo "$@"
`

const root = await mkdtemp(join(tmpdir(), 'sepal-bin-'))
afterAll(() => rm(root, { recursive: true }))

const arch = process.arch === 'arm64' ? 'aarch64' : process.arch
const musl = process.platform === 'linux' && (await Bun.file('/etc/alpine-release').exists()) ? '-musl' : ''
const platformPackage = `@oven/bun-${process.platform}-${arch}${musl}`

/** A project with the package installed, and Bun's as npm leaves them. */
async function project(name: string, { hasBun = true } = {}) {
  const modules = join(root, name, 'node_modules')
  await cp(join(import.meta.dir, 'sepal.js'), join(modules, 'sepal/bin/sepal.js'))
  await Bun.write(join(modules, 'sepal/package.json'), '{"type":"module"}')
  await Bun.write(join(modules, 'sepal/dist/sepal.js'), '')
  await Bun.write(join(modules, 'bun/package.json'), '{"name":"bun"}')
  if (hasBun) {
    const executable = join(modules, platformPackage, 'bin/bun')
    await Bun.write(join(modules, platformPackage, 'package.json'), '{}')
    await Bun.write(executable, FAKE_BUN)
    await chmod(executable, 0o755)
  }
  return join(modules, 'sepal')
}

const node = Bun.which('node')
const nodeMajor =
  node === null ? 0 : Number(Bun.spawnSync([node, '-p', 'process.versions.node.split(".")[0]']).stdout)

function start(command: readonly string[]) {
  return Bun.spawn([node ?? '', ...command], { stdout: 'pipe', stderr: 'pipe' })
}

async function run(...command: readonly string[]) {
  const child = start(command)
  const [out, error, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  return { out, error, code }
}

describe.skipIf(nodeMajor < 20)('the command on Node', () => {
  test('runs the bundle on Bun with its arguments', async () => {
    const installed = await project('whole')
    expect(await run(join(installed, 'bin/sepal.js'), 'start', '--port', '0')).toEqual({
      out: `--no-orphans ${join(installed, 'dist/sepal.js')} start --port 0\n`,
      error: '',
      code: 0,
    })
  })

  test.each([
    ['seven', 7],
    ['killed', 137],
  ])('ends as Bun does: %s', async (how, code) => {
    expect(await run(join(await project(how), 'bin/sepal.js'), how)).toMatchObject({ code })
  })

  test('passes a signal on', async () => {
    const child = start([join(await project('signal'), 'bin/sepal.js'), 'waits'])
    const reader = child.stdout.getReader()
    await reader.read()
    child.kill('SIGTERM')
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('got TERM\n')
    expect(await child.exited).toBe(143)
  })

  test("says what to do without Bun's package for this machine", async () => {
    const { error, code } = await run(join(await project('bare', { hasBun: false }), 'bin/sepal.js'), 'start')
    expect(error).toContain(`${platformPackage} is missing`)
    expect(error).toContain('--omit=optional')
    expect(code).toBe(1)
  })

  test('says which Node it needs', async () => {
    const old = join(root, 'old.cjs')
    await Bun.write(old, "Object.defineProperty(process, 'versions', { value: { node: '18.20.8' } })")
    const { error, code } = await run('--require', old, join(await project('old'), 'bin/sepal.js'), 'start')
    expect(error).toBe('sepal: this is Node 18.20.8, and sepal needs Node 20 or later\n')
    expect(code).toBe(1)
  })
})
