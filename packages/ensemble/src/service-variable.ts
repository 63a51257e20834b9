/** The environment variable with a classifier's addresses: `red-rose` → `SERVICE_RED_ROSE`. */
export function serviceVariable(classifier: string): string {
  return `SERVICE_${classifier.toUpperCase().replaceAll('-', '_')}`
}
