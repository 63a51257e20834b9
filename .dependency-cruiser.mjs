// Who may import whom. `bun run check:imports` fails on an import in another direction.

/** Packages whose code a package may import. */
export const mayImport = {
  'command-line': [],
  contract: ['command-line'],
  ensemble: [],
  keys: ['command-line'],
  onnx: [],
  sbom: [],
  server: [],
  classifier: ['ensemble', 'server', 'onnx'],
  'create-sepal': ['command-line', 'sbom'],
  'model-folder': ['classifier', 'command-line', 'ensemble', 'onnx', 'proxy', 'server', 'tabular'],
  proxy: ['command-line', 'contract', 'ensemble', 'keys', 'server', 'tabular'],
  client: ['contract', 'sbom'],
  tabular: [],
  console: ['client', 'command-line', 'tabular'],
  report: ['command-line', 'ensemble', 'proxy'],
  score: ['client', 'command-line', 'tabular'],
  deployment: ['classifier', 'command-line', 'ensemble', 'model-folder', 'proxy', 'sbom', 'server'],
  launcher: ['command-line', 'ensemble', 'model-folder', 'server'],
  modeling: ['command-line', 'ensemble', 'tabular'],
  sepal: [
    'bench',
    'classifier',
    'command-line',
    'console',
    'contract',
    'deployment',
    'ensemble',
    'keys',
    'launcher',
    'model-folder',
    'proxy',
    'report',
    'sbom',
    'score',
    'server',
    'tabular',
  ],
  bench: ['command-line', 'ensemble', 'keys', 'proxy', 'server', 'launcher', 'modeling'],
}

/** Packages of which a package may import types, and nothing that exists at run time. */
export const mayImportTypesOf = {
  deployment: ['sepal'],
  proxy: ['classifier'],
  client: ['ensemble', 'proxy'],
}

/**
 * Files that may import such a package at run time all the same, but only with `import()`: what does not want it starts
 * without it.
 */
export const mayLoad = {
  deployment: { sepal: ['packages/deployment/build/servers\\.ts'] },
  proxy: { classifier: ['packages/proxy/src/transport/local/local-classifiers\\.ts'] },
}

/** Only these files may import a library, so that its next major version concerns few. */
const mayUse = {
  elysia: [
    'packages/(classifier|proxy)/src/app\\.ts',
    'packages/(classifier|proxy)/src/routes/',
    'packages/server/src/(bind|close-while-draining|lifecycle|metrics-route|problem-details|release-bodies|request-context|request-log|request-tracing)\\.ts',
  ],
  '@elysiajs/eden': ['packages/proxy/src/transport/', 'packages/client/'],
  '@elysiajs/swagger': ['packages/proxy/src/routes/docs\\.ts'],
  '@cyclonedx/cyclonedx-library': ['packages/sbom/src/bill-of-libraries\\.ts'],
  'onnxruntime-node': ['packages/classifier/src/model/session\\.ts'],
}

/** Loaded with `import()` by the first request that needs it: no start waits for it. Types may be imported. */
const loadedLate = [
  'packages/server/src/metrics/exposition\\.ts',
  'packages/server/src/decompression\\.ts',
  'packages/proxy/src/pages/packed-file\\.ts',
  'node_modules/(pino-pretty|@elysiajs/swagger)/',
]

/** Tests and what they stand on may import more, and so may what the bench compares the product with. */
const tests = [
  '\\.test\\.ts$',
  '^packages/[^/]+/(test|fixtures|src/fixtures)/',
  '^packages/bench/contestants/',
  '^e2e/',
]

const inPackages = (names) => `^packages/(${names.join('|')})/`

function typesOnly(name, other) {
  const loaders = (mayLoad[name]?.[other] ?? []).map((file) => `^${file}`)
  const comment = `${name} may import types of ${other}, not what exists at run time`
  const to = { path: inPackages([other]), dependencyTypesNot: ['type-only'] }
  const rules = [{ from: { path: inPackages([name]), pathNot: [...tests, ...loaders] }, to }]
  if (loaders.length > 0) rules.push({ from: { path: loaders }, to: { ...to, dynamic: false } })
  return rules.map((rule, i) => ({
    name: `${name}-imports-types-of-${other}${i === 0 ? '' : '-or-loads-it'}`,
    comment,
    severity: 'error',
    ...rule,
  }))
}

const directions = Object.entries(mayImport).flatMap(([name, allowed]) => {
  const types = mayImportTypesOf[name] ?? []
  const from = { path: inPackages([name]), pathNot: tests }
  const listed = [...allowed, ...types.map((other) => `types of ${other}`)].join(', ') || 'no other package'
  return [
    {
      name: `${name}-imports`,
      comment: `${name} may import ${listed}`,
      severity: 'error',
      from,
      to: { path: '^packages/', pathNot: inPackages([name, ...allowed, ...types]) },
    },
    ...types.flatMap((other) => typesOnly(name, other)),
  ]
})

const libraries = Object.entries(mayUse).map(([library, files]) => ({
  name: `who-uses-${library.replace(/^@.*\//, '')}`,
  comment: `only ${files.join(', ')} may import ${library}`,
  severity: 'error',
  from: { path: '^packages/', pathNot: [...tests, ...files.map((file) => `^${file}`)] },
  to: { path: `node_modules/${library}/` },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...directions,
    ...libraries,
    {
      name: 'loaded-late',
      comment: 'a server starts without it: import it with import() where it is needed',
      severity: 'error',
      from: { path: '^packages/', pathNot: tests },
      to: { path: loadedLate, dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'package-without-rule',
      comment: 'a new package says in this file whom it may import',
      severity: 'error',
      from: { path: '^packages/', pathNot: inPackages(Object.keys(mayImport)) },
      to: {},
    },
    {
      name: 'no-way-around-exports',
      comment: 'another package is imported by the name that its package.json exports, never by a path',
      severity: 'error',
      from: { path: '^packages/([^/]+)/', pathNot: tests },
      to: { path: '^packages/', pathNot: '^packages/$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'no-way-around-exports-outside',
      comment: 'scripts and e2e import packages by the names that their package.json export, never by a path',
      severity: 'error',
      from: { path: '^(scripts|e2e)/' },
      to: { path: '^packages/', dependencyTypes: ['local'], dependencyTypesNot: ['aliased-workspace'] },
    },
    {
      name: 'nothing-imports-scripts-or-e2e',
      comment: 'packages stand on their own',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(scripts|e2e)/' },
    },
    {
      name: 'no-tests-in-code',
      severity: 'error',
      from: { path: '^packages/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'no-cycles',
      comment:
        'no file imports itself by way of others, types included: such files are one room with several doors',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    // The command of a published package imports what is built beside it.
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^../dist/create-sepal\\.js$' },
    },
  ],
  options: {
    // It needs a TypeScript with a compiler API, which version 7 has not: package.json gives it a 6 of its own.
    parser: 'tsc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    // Files of the projects that it makes, which are not here; what is built of these; contestants' packages in Python.
    exclude: { path: '^packages/(create-sepal/templates|[^/]+/dist)/|/[.]venv/' },
    builtInModules: { add: ['bun', 'bun:test'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
}
