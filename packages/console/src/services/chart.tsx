import { useEffect, useRef } from 'preact/hooks'
import UPlot from 'uplot'
import { timeOfDay } from '../shell/figures.ts'
import { useSize } from '../shell/use-size.ts'
import { useThemeChanges } from '../shell/use-theme-changes.ts'

export type Line = { label: string; values: readonly (number | null)[]; colour: string; isDashed?: boolean }

type Props = {
  title: string
  /** s since the epoch */
  times: readonly number[]
  lines: readonly Line[]
  /** the current value in words, beside the title */
  now: string
  /** the longest time shown, s */
  lookBackS: number
}

const HEIGHT = 150

/** The shortest time shown, before there is more, s. */
const SHORTEST_S = 60

/** Lines over the last minutes. */
export function Chart({ title, times, lines, now, lookBackS }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<UPlot | undefined>(undefined)
  const { width } = useSize(place)
  const theme = useThemeChanges()
  const look = lines.map(({ label, colour, isDashed }) => `${label} ${colour} ${isDashed}`).join()
  useEffect(() => {
    if (place.current === null || width === 0) return
    const drawn = new UPlot(
      optionsOf(lines, place.current, width),
      [[], ...lines.map(() => [])],
      place.current,
    )
    chart.current = drawn
    return () => {
      drawn.destroy()
      chart.current = undefined
    }
  }, [width, theme, look])
  useEffect(() => {
    if (chart.current === undefined) return
    chart.current.setData([[...times], ...lines.map(({ values }) => [...values])], false)
    const last = times.at(-1) ?? Date.now() / 1000
    const shown = Math.min(lookBackS, Math.max(SHORTEST_S, last - (times[0] ?? last)))
    chart.current.setScale('x', { min: last - shown, max: last })
    chart.current.setScale('y', { min: 0, max: niceMaximum(lines) })
  })
  return (
    <figure class="chart">
      <figcaption>
        <h3>{title}</h3>
        <span class="now">{now}</span>
      </figcaption>
      <div ref={place} role="img" aria-label={`${title} over the last minutes; now ${now}`} />
      {lines.length > 1 && (
        <ul class="chart-legend" aria-hidden="true">
          {lines.map(({ label, colour, isDashed }) => (
            <li key={label} class={isDashed ? 'dashed' : ''} style={{ '--colour': colour }}>
              {label}
            </li>
          ))}
        </ul>
      )}
    </figure>
  )
}

/** A little above the highest value; 1 if all are 0, so that the line is not in the middle of the chart. */
function niceMaximum(lines: readonly Line[]): number {
  const highest = Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)))
  return highest === 0 ? 1 : highest * 1.15
}

function optionsOf(lines: readonly Line[], place: HTMLElement, width: number): UPlot.Options {
  const style = getComputedStyle(place)
  const [ink, grid] = [style.color, style.borderTopColor]
  const axis = {
    stroke: ink,
    font: `11px ${style.fontFamily}`,
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
  }
  return {
    width,
    height: HEIGHT,
    // The time below the last moment is as wide as this on its right side.
    padding: [8, 26, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: true }, y: { auto: false } },
    axes: [
      { ...axis, grid: { show: false }, space: 70, size: 24, values: (_, ticks) => ticks.map(timeOfDay) },
      { ...axis, size: 44, space: 34 },
    ],
    series: [
      {},
      ...lines.map(({ label, colour, isDashed }) => ({
        label,
        stroke: colour,
        width: 1.75,
        // Without calls there is no latency; the line goes on to the next one.
        spanGaps: true,
        points: { show: isSparse, size: 5, fill: colour },
        ...(isDashed && { dash: [5, 4] }),
      })),
    ],
  }
}

/** A line of so few values needs dots to be seen. */
const FEW_VALUES = 12

function isSparse(chart: UPlot, series: number): boolean {
  const values = chart.data[series] ?? []
  return Array.from(values).filter((value) => value !== null).length <= FEW_VALUES
}
