import { expect, test } from 'bun:test'
import { argumentsOf, imagesCommand } from './arguments.ts'

/** Folders are relative to the working directory. */
const root = process.cwd()
const read = (argv: string[]) => argumentsOf(imagesCommand.read(argv), root)

test('by default, the models of this repository are built as sepal/…', () => {
  expect(read([])).toEqual({ models: 'models', repository: 'sepal', together: false })
})

test('another ensemble is built under another name, with the credentials of a registry', () => {
  const argv = ['--models', './ours/roses/', '--repository=registry:5000/team', '--npmrc', '/etc/npmrc']
  expect(read(argv)).toMatchObject({
    models: 'ours/roses',
    repository: 'registry:5000/team',
    npmrc: '/etc/npmrc',
  })
})

test.each([
  [['--models', '/elsewhere'], '--models is "/elsewhere", expected a folder in the repository'],
  [['--models', '.'], '--models is ".", expected a folder in the repository'],
  [['--repository', 'Sepal'], '--repository is "Sepal", expected one like "sepal"'],
])('%j is refused', (argv, message) => {
  expect(() => read(argv)).toThrow(message)
})
