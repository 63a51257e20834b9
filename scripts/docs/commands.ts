import { program } from 'sepal'

const commands = await program.loadAll()

/** The sections of docs/commands.md: what each command prints with `--help`. */
export const commandsSections: Readonly<Record<string, string>> = {
  commands: [...commands]
    .map(([name, { help }]) => `## sepal ${name}\n\n\`\`\`text\n${help}\`\`\``)
    .join('\n\n'),
}
