/** Colours that are told apart by eyes of all kinds, also by their lightness: lightness, chroma, hue. */
const FIRST: readonly (readonly [number, number, number])[] = [
  [0.55, 0.19, 277],
  [0.73, 0.15, 62],
  [0.67, 0.13, 172],
  [0.62, 0.2, 5],
  [0.7, 0.12, 230],
  [0.8, 0.15, 105],
  [0.5, 0.16, 325],
  [0.56, 0.12, 140],
]

/** Turned by this, no two of many hues are close to each other. */
const GOLDEN_ANGLE = 137.508
const LIGHTNESSES = [0.6, 0.74, 0.5]

/** The colour of the nth classifier; on light and dark ground alike. */
export function colourOf(index: number): string {
  const [lightness, chroma, hue] = FIRST[index] ?? [
    LIGHTNESSES[index % LIGHTNESSES.length] ?? 0.6,
    0.14,
    (index * GOLDEN_ANGLE) % 360,
  ]
  return `oklch(${lightness} ${chroma} ${hue.toFixed(1)})`
}
