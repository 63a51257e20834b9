/** The faulty classifier in all tests of faults. */
export const SICK = 'birch'
