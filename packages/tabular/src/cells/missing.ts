/** What R, pandas and databases write for a gap beside nothing at all. */
const GAP_WORDS: ReadonlySet<string> = new Set(['na', 'n/a', '#n/a', 'nan', 'null', 'none'])

export const isGap = (text: string): boolean => text.trim() === ''

export const isGapWord = (text: string): boolean => GAP_WORDS.has(text.trim().toLowerCase())
