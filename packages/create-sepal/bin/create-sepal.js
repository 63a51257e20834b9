#!/usr/bin/env node
// The command as npm installs it. It looks at Node's version before an import fails for a name that an older one lacks.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 20 || (major === 20 && minor >= 12)) await import('../dist/create-sepal.js')
else {
  console.error(
    `create-sepal: this is Node ${process.versions.node}, and create-sepal needs Node 20.12 or later`,
  )
  process.exitCode = 1
}
