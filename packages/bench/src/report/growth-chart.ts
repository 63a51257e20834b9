import type { Cell } from '../measure/sample.ts'
import { summaryOf } from '../measure/summary.ts'

/** The size of a system. */
export type GrowthStep = { classifiers: number; replicas: number; features: number; classes: number }

const GROWN = ['classifiers', 'replicas', 'features', 'classes'] as const

/**
 * A Vega-Lite specification: processor time per request against each number that grew, at 1 and 64 connections. The
 * first cell is of the smallest system, where every line begins.
 */
export function growthChart(cells: readonly Cell[]): object {
  const smallest = cells[0]?.growth
  const values = cells.flatMap((cell) => {
    const { growth, contestant } = cell
    if (growth === undefined || smallest === undefined) return []
    const changed = GROWN.filter((grown) => growth[grown] !== smallest[grown])
    return (changed.length === 0 ? GROWN : changed).map((grown) => ({
      grown,
      count: growth[grown],
      connections: growth.connections === 1 ? '1 connection' : `${growth.connections} connections`,
      contestant,
      cpuMs: summaryOf(cell).cpuMsPerRequest,
    }))
  })
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    data: { values },
    facet: {
      row: { field: 'connections', title: null },
      column: { field: 'grown', title: null, sort: GROWN },
    },
    resolve: { scale: { x: 'independent', y: 'independent' } },
    spec: {
      width: 140,
      height: 110,
      mark: { type: 'line', point: true },
      encoding: {
        x: { field: 'count', type: 'quantitative', title: null, axis: { tickCount: 4 } },
        y: { field: 'cpuMs', type: 'quantitative', title: 'CPU ms/request', axis: { tickCount: 4 } },
        color: { field: 'contestant', title: null, legend: { orient: 'bottom' } },
      },
    },
  }
}
