/** A test row's predicted probability of the classifier's own class, and whether it is of that class. */
export type Prediction = { proba: number; own: boolean }
