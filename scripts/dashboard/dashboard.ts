import type { Panel, Section } from './panel.ts'
import { sections } from './sections.ts'

/** Grafana's grid is 24 wide: three panels beside each other. */
const WIDTH = 8
const HEIGHT = 8
const COLUMNS = 24 / WIDTH

const datasource = { type: 'prometheus', uid: '$datasource' }

/** The dashboard as Grafana imports it; for any ensemble, as it names no classifier. */
export function dashboardText(): string {
  return `${JSON.stringify(dashboard(), null, 2)}\n`
}

function dashboard() {
  return {
    uid: 'sepal',
    title: 'Sepal',
    tags: ['sepal'],
    schemaVersion: 39,
    editable: true,
    refresh: '10s',
    time: { from: 'now-1h', to: 'now' },
    templating: { list: variables() },
    panels: placed(sections),
  }
}

function variables() {
  const labelValues = (name: string, label: string, query: string) => ({
    name,
    label,
    type: 'query',
    datasource,
    definition: query,
    query: { query, refId: name },
    refresh: 2,
    sort: 1,
    includeAll: true,
    multi: true,
    allValue: '.*',
    current: { text: 'All', value: '$__all' },
  })
  return [
    { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' },
    {
      name: 'job',
      label: 'Job',
      type: 'query',
      datasource,
      definition: 'label_values(sepal_build_info, job)',
      query: { query: 'label_values(sepal_build_info, job)', refId: 'job' },
      refresh: 2,
      sort: 1,
      current: { text: 'sepal', value: 'sepal' },
    },
    labelValues('instance', 'Server', 'label_values(sepal_build_info{job="$job"}, instance)'),
    labelValues(
      'classifier',
      'Classifier',
      'label_values(sepal_classifier_replicas{job="$job"}, classifier)',
    ),
  ]
}

/** Each section's heading, and below it its panels, row by row. */
function placed(sections: readonly Section[]) {
  const panels: object[] = []
  let y = 0
  for (const { title, panels: own } of sections) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title,
      collapsed: false,
      gridPos: { x: 0, y, w: 24, h: 1 },
      panels: [],
    })
    y += 1
    for (const [i, panel] of own.entries()) {
      const at = { x: (i % COLUMNS) * WIDTH, y: y + Math.floor(i / COLUMNS) * HEIGHT, w: WIDTH, h: HEIGHT }
      panels.push({ id: panels.length + 1, ...panelOf(panel), gridPos: at })
    }
    y += Math.ceil(own.length / COLUMNS) * HEIGHT
  }
  return panels
}

function panelOf({ title, about, unit, queries, line, max }: Panel) {
  return {
    type: 'timeseries',
    title,
    ...(about !== undefined && { description: about }),
    datasource,
    targets: queries.map(({ expr, legend }, i) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + i),
      datasource,
      expr,
      legendFormat: legend,
      editorMode: 'code',
    })),
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        ...(max !== undefined && { max }),
        custom: {
          fillOpacity: 8,
          showPoints: 'never',
          ...(line !== undefined && { thresholdsStyle: { mode: 'line' } }),
        },
        ...(line !== undefined && {
          thresholds: {
            mode: 'absolute',
            steps: [
              { color: 'green', value: null },
              { color: 'red', value: line },
            ],
          },
        }),
      },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom' },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
  }
}
