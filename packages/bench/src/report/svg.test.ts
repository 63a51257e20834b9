import { expect, test } from 'bun:test'
import { svgOf } from './svg.ts'

const chart = {
  title: 'Requests <per> second',
  subtitle: 'Bun & friends',
  groups: [
    {
      title: 'one',
      bars: [
        { label: 'sepal', value: 50, note: 'half' },
        { label: 'other', value: 100, note: 'all' },
      ],
    },
    { title: 'nothing', bars: [{ label: 'other', value: 0, note: '' }] },
  ],
}

const widths = (svg: string) =>
  [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width))

test('the longest bar of a group has the full width, the others their share', () => {
  const [own = 0, other = 0, none = 0] = widths(svgOf(chart))
  expect(own).toBeCloseTo(other / 2)
  expect(none).toBe(1)
})

test('texts cannot end an element', () => {
  const svg = svgOf(chart)
  expect(svg).toContain('>Requests &lt;per&gt; second</text>')
  expect(svg).toContain('>Bun &amp; friends</text>')
})

test('a chart of nothing is a document too', () => {
  expect(svgOf({ ...chart, groups: [] })).toEndWith('</svg>\n')
})
