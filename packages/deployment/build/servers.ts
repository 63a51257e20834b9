export {}

// The servers of this repository as a package has them: `bun packages/deployment/build/servers.ts OUT`.
const { buildPackage } = await import('sepal/build')
const [out = ''] = process.argv.slice(2)
await buildPackage(out, '0.0.0')
