const START = (name: string) => `<!-- docs:${name} -->\n`
const END = (name: string) => `<!-- /docs:${name} -->`

/** The text between the two comments that mark a section. Throws when a page does not have them, in this order. */
export function sectionOf(page: string, name: string): string {
  const { start, end } = bounds(page, name)
  return page.slice(start, end)
}

/** The page with another text in a section. */
export function withSection(page: string, name: string, text: string): string {
  const { start, end } = bounds(page, name)
  return page.slice(0, start) + text + page.slice(end)
}

function bounds(page: string, name: string) {
  const start = page.indexOf(START(name)) + START(name).length
  const end = page.indexOf(END(name), start)
  if (start < START(name).length || end < 0) throw new Error(`the page has no section "${name}"`)
  return { start, end }
}
