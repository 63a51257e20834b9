/** Who is at fault, in all tests of faults. */
export const SICK = 'birch'
