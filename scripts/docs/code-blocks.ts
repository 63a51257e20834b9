/** Code blocks of a page: fences included, in order. */
const BLOCK = /^```\w*\n.*?^```$/gms

export function codeBlocksOf(page: string): string[] {
  return [...page.matchAll(BLOCK)].map(([block]) => block)
}

/**
 * The page with other code blocks in the places of its own, one for one.
 * @throws Error when a page has more of them than the other
 */
export function withCodeBlocks(page: string, blocks: readonly string[]): string {
  const own = codeBlocksOf(page).length
  if (own !== blocks.length) throw new Error(`the page has ${own} code blocks, expected ${blocks.length}`)
  const left = [...blocks]
  return page.replace(BLOCK, () => left.shift() ?? '')
}
