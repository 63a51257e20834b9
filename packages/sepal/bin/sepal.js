#!/usr/bin/env node
// The command as npm installs it. It runs on Node and starts the program on Bun, which comes as a dependency.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MIN_NODE = 20
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

const major = Number.parseInt(process.versions.node, 10)
if (major < MIN_NODE) fail(`this is Node ${process.versions.node}, and sepal needs Node ${MIN_NODE} or later`)

const bun = findBun()
// Before the start: a signal in between would end this process alone, and leave the program running.
for (const signal of SIGNALS) process.on(signal, () => child.kill(signal))
const child = spawn(bun, ['--no-orphans', program(), ...process.argv.slice(2)], { stdio: 'inherit' })
child.on('error', (error) => fail(`Bun cannot be started (${error.message}): ${bun}`))
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))

/** The bundle of the published package; in Sepal's repository, the source. */
function program() {
  const top = dirname(dirname(fileURLToPath(import.meta.url)))
  const bundle = join(top, 'dist/sepal.js')
  return existsSync(bundle) ? bundle : join(top, 'src/main.ts')
}

/**
 * Bun's executable: that of its platform's package, which is there although install scripts are blocked; or the one
 * that runs this file.
 */
function findBun() {
  if (process.versions.bun !== undefined) return process.execPath
  const { platform, arch } = process
  const libc = platform === 'linux' && isMusl() ? '-musl' : ''
  const name = `@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}${libc}`
  try {
    const ofBun = createRequire(createRequire(import.meta.url).resolve('bun/package.json'))
    return join(dirname(ofBun.resolve(`${name}/package.json`)), 'bin/bun')
  } catch {
    fail(
      `Bun is not installed for this machine: ${name} is missing. It is an optional dependency of the package bun; install again without --omit=optional or --no-optional, and not with a node_modules of another machine.`,
    )
  }
}

function isMusl() {
  try {
    return readFileSync('/usr/bin/ldd', 'latin1').includes('musl')
  } catch {
    return process.report?.getReport().header.glibcVersionRuntime === undefined
  }
}

function fail(message) {
  console.error(`sepal: ${message}`)
  process.exit(1)
}
