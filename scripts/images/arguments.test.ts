import { expect, test } from 'bun:test'
import { parseArguments } from './arguments.ts'

/** Folders are given relative to where one stands. */
const root = process.cwd()

test('without arguments: the models of this repository, as sepal/…', () => {
  expect(parseArguments([], root)).toEqual({ help: false, models: 'models', repository: 'sepal' })
})

test('another ensemble, under another name, from a registry that asks who one is', () => {
  const argv = ['--models', './ours/roses/', '--repository=registry:5000/team', '--npmrc', '/etc/npmrc']
  expect(parseArguments(argv, root)).toEqual({
    help: false,
    models: 'ours/roses',
    repository: 'registry:5000/team',
    npmrc: '/etc/npmrc',
  })
})

test.each([
  [['--models', '/elsewhere'], '--models is "/elsewhere", expected a folder in the repository'],
  [['--models', '.'], '--models is ".", expected a folder in the repository'],
  [['--repository', 'Sepal'], '--repository is "Sepal", expected one like "sepal"'],
  [['--image', 'x'], "Unknown option '--image', expected the options that --help lists"],
])('%j is refused', (argv, message) => {
  expect(() => parseArguments(argv, root)).toThrow(message)
})
