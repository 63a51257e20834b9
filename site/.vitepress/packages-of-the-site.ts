import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const config = fileURLToPath(import.meta.url)

/** Finds what compiled pages import, which is Vue: the pages are outside the folder that has it. */
export const packagesOfTheSite: Plugin = {
  name: 'packages-of-the-site',
  enforce: 'pre',
  resolveId(source, importer, options) {
    if (!importer?.endsWith('.md') || !/^vue(\/|$)/.test(source)) return null
    return this.resolve(source, config, { ...options, skipSelf: true })
  },
}
