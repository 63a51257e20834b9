/** The largest finite float32; a greater number would reach the model as infinity. */
export const FLOAT32_MAX = 3.4028234663852886e38

/** Rows or answers, one after the other. Float64 only where float32 would change a value. */
export type Numbers = Float32Array | Float64Array
