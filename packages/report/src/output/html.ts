import type { Findings } from '../findings.ts'
import { escaped } from './escaped.ts'
import { driftBars, reliabilityPlot } from './plots.ts'
import { type Table, tablesOf } from './tables.ts'

const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--paper:#fff;--mark:#0b66c3;--warn:#b35900}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa4af;--line:#3d444d;--paper:#12161c;--mark:#6cb2ff;--warn:#f0a35e}}
body{margin:2rem auto;max-width:60rem;padding:0 1rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin:2.2rem 0 .3rem}p{margin:.2rem 0 .6rem;color:var(--soft)}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
th:first-child,td:first-child{text-align:left}thead th{color:var(--soft);font-weight:600}tbody th{font-weight:400}
.plots{display:flex;flex-wrap:wrap;gap:1.5rem}figure{margin:0}figcaption{font-size:.9rem;color:var(--soft)}
svg{max-width:100%;height:auto}svg text{fill:var(--soft);font:12px system-ui,sans-serif}
.axis{stroke:var(--line)}.ideal{stroke:var(--soft);stroke-dasharray:4 4}.curve{fill:none;stroke:var(--mark);stroke-width:2}
.dot,.bar{fill:var(--mark)}.much{fill:var(--warn)}`

/** What was found, as one page that loads nothing: tables, and drawings of what a table shows badly. */
export function htmlReport(findings: Findings): string {
  const { decision, classifiers, drift, training } = findings
  const plots = [{ name: 'decision', ...decision }, ...classifiers].flatMap(({ name, calibration }) =>
    calibration === undefined ? [] : [reliabilityPlot(name, calibration.bins)],
  )
  const drawn = new Map([
    ['Calibration', plots.length > 0 ? `<div class="plots">${plots.join('')}</div>` : ''],
    ['Drift', drift === undefined ? '' : driftBars(drift.columns)],
    ['Drift from training', driftBars(training ?? [])],
  ])
  const sections = tablesOf(findings).map((table) => section(table, drawn.get(table.title) ?? ''))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Decisions and what was right</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Decisions and what was right</h1>
${sections.join('\n')}
</main>
</body>
</html>
`
}

function section({ title, note, head, rows }: Table, drawing: string): string {
  const hasHead = head.some((cell) => cell !== '')
  const columns = head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')
  const body = rows
    .map(([first = '', ...cells]) => {
      const others = cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')
      return `<tr><th scope="row">${escaped(first)}</th>${others}</tr>`
    })
    .join('\n')
  const id = title.toLowerCase().replaceAll(/\W+/g, '-')
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escaped(title)}</h2>
${note === undefined ? '' : `<p>${escaped(note)}</p>`}
${drawing}
<div class="wide" role="region" aria-labelledby="${id}" tabindex="0"><table>
${hasHead ? `<thead><tr>${columns}</tr></thead>` : ''}
<tbody>
${body}
</tbody>
</table></div>
</section>`
}
