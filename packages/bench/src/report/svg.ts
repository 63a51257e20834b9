import type { Bar, BarGroup, Chart } from './chart.ts'

const WIDTH = 920
const MARGIN = 24
const LABEL_WIDTH = 150
/** Leaves room for the longest note beside the longest bar. */
const BAR_WIDTH = 420
const BAR_HEIGHT = 14
const BAR_STEP = 22
const TITLE_HEIGHT = 66
const GROUP_TITLE_HEIGHT = 28
const GROUP_GAP = 18

/** Neutral on white and on black paper alike; the product's own bars stand out. */
const STYLE = `
  svg { background: #fff; color: #1f2328; font: 13px system-ui, sans-serif }
  text { fill: currentColor }
  .title { font-size: 18px; font-weight: 600 }
  .group { font-weight: 600 }
  .quiet { opacity: .7 }
  .bar { fill: #8c959f }
  .own { fill: #2f6f9f }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117; color: #e6edf3 }
    .bar { fill: #6e7681 }
    .own { fill: #58a6d6 }
  }
`

/** A chart of horizontal bars as an SVG document, each group on a scale of its own. */
export function svgOf({ title, subtitle, groups }: Chart): string {
  const parts: string[] = []
  let y = MARGIN + TITLE_HEIGHT
  for (const group of groups) {
    parts.push(groupOf(group, y))
    y += heightOf(group)
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<text class="title" x="${MARGIN}" y="${MARGIN + 16}">${escaped(title)}</text>
<text class="quiet" x="${MARGIN}" y="${MARGIN + 38}">${escaped(subtitle)}</text>
${parts.join('\n')}
</svg>
`
}

function heightOf({ bars }: BarGroup): number {
  return GROUP_TITLE_HEIGHT + bars.length * BAR_STEP + GROUP_GAP
}

function groupOf({ title, bars }: BarGroup, top: number): string {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE)
  const drawn = bars.map((bar, i) => barOf(bar, most, top + GROUP_TITLE_HEIGHT + i * BAR_STEP))
  return `<text class="group" x="${MARGIN}" y="${top + 14}">${escaped(title)}</text>\n${drawn.join('\n')}`
}

function barOf({ label, value, note }: Bar, most: number, top: number): string {
  const x = MARGIN + LABEL_WIDTH
  const width = Math.max(1, (value / most) * BAR_WIDTH)
  const baseline = top + BAR_HEIGHT - 3
  const kind = label === 'sepal' ? 'bar own' : 'bar'
  return `<text x="${x - 8}" y="${baseline}" text-anchor="end">${escaped(label)}</text>
<rect class="${kind}" x="${x}" y="${top}" width="${width.toFixed(1)}" height="${BAR_HEIGHT}" rx="2"/>
<text class="quiet" x="${(x + width + 8).toFixed(1)}" y="${baseline}">${escaped(note)}</text>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
