import { Program } from '@sepal/command-line'
import { version } from '../../../package.json' with { type: 'json' }

/** The command `sepal`. A command's code is loaded when it is wanted, since `start` has no use for ONNX Runtime. */
export const program = new Program({
  name: 'sepal',
  summary: 'Serves several tabular models side by side, behind one typed proxy.',
  version,
  commands: {
    start: async () => (await import('./commands/start.ts')).start,
    check: async () => (await import('./commands/check.ts')).check,
    add: async () => (await import('./commands/add.ts')).add,
    score: async () => (await import('./commands/score.ts')).score,
    report: async () => (await import('./commands/report.ts')).report,
    key: async () => (await import('./commands/key.ts')).key,
    bench: async () => (await import('./commands/bench.ts')).bench,
    types: async () => (await import('./commands/types.ts')).types,
    images: async () => (await import('./commands/images.ts')).images,
    compose: async () => (await import('./commands/compose.ts')).compose,
    kubernetes: async () => (await import('./commands/kubernetes.ts')).kubernetes,
  },
})
