import { program } from './program.ts'

await program.run(process.argv.slice(2))
