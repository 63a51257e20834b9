/** The code blocks of a page, with their fences, in order. */
const BLOCK = /^```\w*\n.*?^```$/gms

export function codeBlocksOf(page: string): string[] {
  return [...page.matchAll(BLOCK)].map(([block]) => block)
}

/**
 * The page with its code blocks replaced, one for one.
 * @throws Error when the numbers of code blocks differ
 */
export function withCodeBlocks(page: string, blocks: readonly string[]): string {
  const own = codeBlocksOf(page).length
  if (own !== blocks.length) throw new Error(`the page has ${own} code blocks, expected ${blocks.length}`)
  const left = [...blocks]
  return page.replace(BLOCK, () => left.shift() ?? '')
}
