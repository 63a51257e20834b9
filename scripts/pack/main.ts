import { join, relative } from 'node:path'
import { Command, EXIT, flag, runCommand, text } from '@sepal/command-line'
import { root } from '../root.ts'
import { contentsOf, packAll } from './pack.ts'

const golden = join(import.meta.dir, 'contents.golden.txt')

const command = new Command({
  name: 'pack',
  invocation: 'bun run pack',
  summary: 'Packs the packages as they are published, and compares their files with those last reviewed.',
  options: {
    out: text({
      placeholder: 'DIR',
      help: 'folder for the tarballs',
      default: join(root, 'dist/packages'),
      defaultText: 'dist/packages',
    }),
    golden: flag({ help: 'rewrite scripts/pack/contents.golden.txt' }),
  },
})

await runCommand(command, async ({ out, golden: isGolden }) => {
  const tarballs = await packAll(out)
  for (const { path, unpacked, files } of tarballs) {
    const sizes = [Bun.file(path).size, unpacked].map((bytes) => `${(bytes / 1e6).toFixed(2)} MB`)
    console.log(`${relative('', path)}  ${sizes[0]}, unpacked ${sizes[1]}, ${files.length} files`)
  }
  const contents = contentsOf(tarballs)
  if (isGolden) await Bun.write(golden, contents)
  if (contents === (await Bun.file(golden).text())) return EXIT.ok
  console.error('pack: other files than in scripts/pack/contents.golden.txt; --golden rewrites it')
  return EXIT.failed
})
