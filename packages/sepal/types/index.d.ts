// What a user's TypeScript imports from the package, without types of anything else. A test compares it with the
// servers' own types.

/** An ensemble by the import of its `ensemble.json`. */
export interface Ensemble {
  readonly classifiers: Readonly<Record<string, object>>
}

/**
 * The answers to one row that a module named by `combine` decides by: the probabilities of the classes in the
 * manifest's order, a number, or a class. `undefined` for a classifier that did not answer.
 */
export type Answers<E extends Ensemble> = {
  readonly [Name in keyof E['classifiers'] & string]: AnswerOf<E['classifiers'][Name]> | undefined
}

/** The answer of a classifier to one row, by its entry in `ensemble.json`. */
export type AnswerOf<Entry> = Entry extends { probabilities: object }
  ? number[]
  : Entry extends { label: infer Classes }
    ? keyof Classes & string
    : Entry extends { value: object } | { score: object }
      ? number
      : never
