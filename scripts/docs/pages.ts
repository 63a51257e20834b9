import { commandsSections } from './commands.ts'
import { configurationSections } from './configuration.ts'
import { errorsSections } from './exit-codes.ts'
import { failureSections } from './failure.ts'
import { readmeSections } from './readme.ts'

/** The pages with sections that are generated from the code, by their paths. */
export const pages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'README.md': readmeSections,
  'docs/commands.md': commandsSections,
  'docs/configuration.md': configurationSections,
  'docs/errors.md': errorsSections,
  'docs/failure.md': failureSections,
}
