import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPackage } from '../build/package.ts'

// What is published, as npm starts it.
let published = ''
beforeAll(async () => {
  published = await mkdtemp(join(tmpdir(), 'create-sepal-'))
  await buildPackage(published, '1.2.3')
})
afterAll(() => rm(published, { recursive: true }))

let cwd = ''
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sepal-new-'))
})
afterEach(() => rm(cwd, { recursive: true }))

const runtime = Bun.which('node') ?? process.execPath

function start(args: readonly string[], path = '/nowhere', nodeOptions = '') {
  return Bun.spawn([runtime, join(published, 'bin/create-sepal.js'), ...args], {
    cwd,
    env: { PATH: path, NODE_OPTIONS: nodeOptions },
    stdout: 'pipe',
    stderr: 'pipe',
  })
}

async function run(args: readonly string[], path?: string, nodeOptions?: string) {
  await using child = start(args, path, nodeOptions)
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()])
  return { stdout, stderr, exitCode: await child.exited }
}

/** A package manager that does what a shell script says. */
async function fakeNpm(script: string): Promise<string> {
  const folder = join(cwd, 'bin')
  await mkdir(folder)
  await Bun.write(join(folder, 'npm'), `#!/bin/sh\n${script}\n`)
  await chmod(join(folder, 'npm'), 0o755)
  return `${folder}:/usr/bin:/bin`
}

describe('npm create sepal', () => {
  test('writes the example, and says what comes next', async () => {
    const { stdout, exitCode } = await run(['garden/Iris 1', '--no-install'])
    expect([exitCode, stdout.trim().split('\n')]).toEqual([
      0,
      ['Next:', '', "  cd 'garden/Iris 1'", '  npm install', '  npm start', '  npm test'],
    ])
    const folder = join(cwd, 'garden/Iris 1')
    expect((await readdir(folder)).toSorted()).toEqual([
      '.gitignore',
      'README.md',
      'ensemble.json',
      'package.json',
      'setosa.onnx',
      'test',
      'versicolor.onnx',
      'virginica.onnx',
    ])
    expect(await Bun.file(join(folder, 'package.json')).json()).toMatchObject({
      name: 'iris-1',
      dependencies: { sepal: '1.2.3' },
      devDependencies: { '@sepal/client': '1.2.3' },
    })
    const { $schema } = await Bun.file(join(folder, 'ensemble.json')).json()
    expect($schema).toBe('./node_modules/sepal/ensemble.schema.json')
    expect(await Bun.file(join(folder, 'README.md')).text()).not.toContain('{{')
  })

  test('leaves models to be added later when nothing is installed', async () => {
    await Bun.write(join(cwd, 'my models/a.onnx'), 'x')
    await Bun.write(join(cwd, 'rows.csv'), 'a\n1\n')
    const { stdout } = await run([
      'fraud',
      '--from',
      'my models',
      '--data',
      'rows.csv',
      '--no-install',
      '--pm',
      'pnpm',
    ])
    expect(stdout).toContain(
      "  pnpm install\n  pnpm sepal add '../my models/a.onnx' --data ../rows.csv\n  pnpm start\n",
    )
  })

  test('installs, and adds the models with what was installed', async () => {
    const sepal = 'node_modules/.bin/sepal'
    const path = await fakeNpm(
      `mkdir -p node_modules/.bin; printf '#!/bin/sh\\necho "$@" > added; exit 3' > ${sepal}; chmod +x ${sepal}`,
    )
    await Bun.write(join(cwd, 'onnx/a.onnx'), 'x')
    await Bun.write(join(cwd, 'onnx/b.onnx'), 'x')
    await Bun.write(join(cwd, 'onnx/b.joblib'), 'x')
    const { exitCode, stdout } = await run(['fraud', '--from', 'onnx'], path)
    expect([exitCode, await Bun.file(join(cwd, 'fraud/added')).text()]).toEqual([
      0,
      'add ../onnx/a.onnx ../onnx/b.onnx\n',
    ])
    expect(stdout).toEndWith('Next:\n\n  cd fraud\n  npm start\n  npm test\n\n')
  })

  test.each([
    ['with the folders that were new', 'a/b', ['bin', 'there']],
    ['and leaves a folder that was there', 'there', ['bin', 'there']],
  ])('takes back what it wrote when installing fails, %s', async (_, folder, left) => {
    const path = await fakeNpm('echo x > half-done; exit 7')
    await mkdir(join(cwd, 'there/.git'), { recursive: true })
    const { stderr, exitCode } = await run([folder], path)
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/npm install .* failed with exit code 7, and nothing is left/),
    ])
    expect((await readdir(cwd)).toSorted()).toEqual(left)
    expect(await readdir(join(cwd, 'there'))).toEqual(['.git'])
  })

  test('takes back what it wrote when it is interrupted', async () => {
    const path = await fakeNpm('echo begun; exec sleep 30')
    await using child = start(['fraud'], path)
    const reader = child.stdout.getReader()
    const decoder = new TextDecoder()
    for (let said = ''; !said.includes('begun'); ) said += decoder.decode((await reader.read()).value)
    child.kill('SIGINT')
    expect(await child.exited).toBe(130)
    expect(await readdir(cwd)).toEqual(['bin'])
  })

  test.skipIf(Bun.which('node') === null)('tells of an old Node before an import fails', async () => {
    const old = "Object.defineProperty(process, 'versions', { value: { node: '18.20.8' } })"
    const preload = join(cwd, 'old.mjs')
    await Bun.write(preload, old)
    const { stderr, exitCode } = await run(['fraud'], '/nowhere', `--import=${preload}`)
    expect([exitCode, stderr]).toEqual([
      1,
      'create-sepal: this is Node 18.20.8, and create-sepal needs Node 20.12 or later\n',
    ])
  })

  test.each([
    [['full'], 1, 'full is not empty (notes.txt); choose another name, or empty it first'],
    [['full/notes.txt'], 1, 'full/notes.txt is a file; choose another name'],
    [['x', '--from', 'nowhere'], 1, 'no such file or folder: nowhere'],
    [['x', '--from', 'full'], 1, 'full has no .onnx file; export the models as ONNX'],
    [['x', '--from', 'full/notes.txt'], 1, 'full/notes.txt is no .onnx file; export the model as ONNX'],
    [['x', '--from', 'full', '--template', 'iris'], 2, '--template is a project without models of yours'],
    [['x', '--data', 'full/notes.txt'], 2, '--data describes the models of --from, which is missing'],
    [['x', '--instal'], 2, 'unknown option --instal; did you mean --install?'],
    [['x'], 1, 'npm is not on this machine; choose another with --pm, or use --no-install'],
  ])('refuses %j', async (args, code, message) => {
    await Bun.write(join(cwd, 'full/notes.txt'), 'x')
    const { stderr, exitCode } = await run(args)
    expect([exitCode, stderr]).toEqual([code, expect.stringContaining(`create-sepal: ${message}`)])
    expect(await readdir(cwd)).toEqual(['full'])
  })
})
