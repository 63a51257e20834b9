import type { DefaultTheme } from 'vitepress'

/** Titles by the path of the page, in groups. */
const groups: Record<string, Record<string, string>> = {
  Start: {
    'docs/notebook-to-endpoint': 'From a notebook to an endpoint',
    README: 'Overview',
    'README.ja': '日本語',
  },
  'Where to begin': {
    'docs/for-typescript-teams': 'TypeScript team',
    'docs/for-application-developers': 'Application developer',
    'docs/for-platform-engineers': 'Platform engineer',
    'docs/for-analysts': 'Analyst',
  },
  Models: {
    'docs/models-from-python': 'Models from Python',
    'docs/manifest': 'ensemble.json',
    'docs/combining': 'Combining',
    'docs/original': 'Beside the Python original',
  },
  Calling: {
    'docs/sdk': 'The SDK',
    'docs/errors': 'Errors',
    'packages/score/README': 'Scoring files',
    'packages/console/README': 'The console',
  },
  Operating: {
    'docs/deploy': 'Deployment',
    'docs/configuration': 'Configuration',
    'docs/commands': 'Commands',
    'docs/metrics': 'Metrics',
    'docs/tracing': 'Traces',
    'docs/keys': 'Keys for callers',
    'docs/runbook': 'Runbook',
    'docs/decision-log': 'Decision log',
    'docs/failure': 'Failure',
    'docs/performance': 'Performance',
    SECURITY: 'Security',
  },
  Decisions: {
    'docs/decisions/README': 'All decisions',
  },
  Project: {
    CHANGELOG: 'Changelog',
    CONTRIBUTING: 'Contributing',
  },
}

export const sidebar: DefaultTheme.SidebarItem[] = Object.entries(groups).map(([text, pages]) => ({
  text,
  items: Object.entries(pages).map(([path, title]) => ({ text: title, link: `/${path}` })),
}))

/** @throws Error that names the pages of docs/ that the sidebar lacks; decisions have a list of their own */
export function checkListed(pages: readonly string[]) {
  const listed = new Set(Object.values(groups).flatMap((group) => Object.keys(group)))
  const lacking = pages
    .filter((page) => /^docs\/[^/]*$/.test(page))
    .filter((page) => !listed.has(page.replace(/\.md$/, '')))
  if (lacking.length > 0) throw new Error(`the sidebar lacks ${lacking.join(', ')}`)
}
