import type { Library } from './library.ts'

/** The licences of the libraries, one after the other. */
export function thirdPartyNotices(libraries: readonly Library[]): string {
  return `The files in dist contain code of these libraries.\n${libraries.map(notice).join('')}`
}

function notice({ name, version, license, text }: Library): string {
  const rule = '-'.repeat(80)
  const body = text?.trim() ?? `It names its licence, ${license}, and has no text of it.`
  return `\n${rule}\n${name} ${version} (${license})\n\n${body}\n`
}
