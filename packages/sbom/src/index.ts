export { billOf, type Subject } from './bill-of-libraries.ts'
export { type Library, librariesOf } from './library.ts'
export { thirdPartyNotices } from './third-party-notices.ts'
