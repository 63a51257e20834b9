import type { MarkdownRenderer } from 'vitepress'

/** Shows `{{` as it is written: a page that a Git host shows too holds no templates. */
export function plainBraces(md: MarkdownRenderer) {
  const escaped = (html: string) => html.replaceAll('{{', '&#123;&#123;')
  for (const rule of ['text', 'code_inline'] as const) {
    const render = md.renderer.rules[rule]
    md.renderer.rules[rule] = (...given) => escaped(render?.(...given) ?? '')
  }
}
