import { join } from 'node:path'
import { root } from '../root.ts'

/** Files that name the version and are made by `sepal`; each says in its first lines by which command. */
const MADE = ['docker-compose.yml', 'docker/stack.yml', 'docker/kubernetes/base/kustomization.yaml']

/** Makes these files again, with the version that package.json has by then. */
export async function makeFiles() {
  for (const path of MADE) {
    const [, command] = /by `sepal ([^`]*)`/.exec(await Bun.file(join(root, path)).text()) ?? []
    if (command === undefined) throw new Error(`${path} does not say which command makes it`)
    await Bun.$`${process.execPath} packages/sepal/src/main.ts ${command.split(' ')}`.cwd(root).quiet()
  }
}
