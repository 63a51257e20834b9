export { hashOf, isKey, newKey, type RandomBytes } from './api-key.ts'
export {
  entriesOf,
  type KeyEntry,
  type KeyFile,
  KeyFileError,
  parseKeyFile,
  type Scope,
  scopes,
} from './key-file.ts'
export { type Key, type KeyCounts, KeyRing } from './key-ring.ts'
export type { Rate } from './rate.ts'
export { RateLimit, type RateState } from './rate-limit.ts'
