/** The largest finite float32; a greater number would reach the model as infinity. */
export const FLOAT32_MAX = 3.4028234663852886e38
