import { slug } from 'github-slugger'
import { defineConfig } from 'vitepress'
import repository from '../../package.json' with { type: 'json' }
import { checkAnchors } from './anchors.ts'
import { copyLinkedFiles, linkedFiles } from './linked-files.ts'
import { packagesOfTheSite } from './packages-of-the-site.ts'
import { plainBraces } from './plain-braces.ts'
import { checkListed, sidebar } from './sidebar.ts'

/** The path that the site is served below. */
const base = process.env.SITE_BASE ?? '/'

export default defineConfig({
  title: 'Sepal',
  description: 'Serves several tabular models side by side behind one typed proxy',
  base,
  // The pages are where a Git host shows them, so that a relative link means the same in both.
  srcDir: '..',
  srcExclude: ['**/fixtures/**', '**/template/**'],
  outDir: 'dist',
  cacheDir: 'node_modules/.cache/vitepress',
  rewrites: { 'site/index.md': 'index.md' },
  vite: { plugins: [packagesOfTheSite] },
  markdown: {
    // Headings have the anchors that a Git host gives them.
    anchor: { slugify: slug },
    languageAlias: { promql: 'sql' },
    config: (md) => {
      md.use(plainBraces)
      md.use(linkedFiles, base)
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar,
    nav: [
      { text: 'Five minutes', link: '/docs/notebook-to-endpoint' },
      { text: 'Overview', link: '/README' },
      { text: 'Decisions', link: '/docs/decisions/README' },
      { text: repository.version, link: '/CHANGELOG' },
    ],
  },
  async buildEnd({ outDir, pages }) {
    checkListed(pages)
    await copyLinkedFiles(outDir)
    await checkAnchors(outDir, base)
  },
})
