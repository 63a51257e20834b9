import { suggestion } from './suggestion.ts'
import { UsageError } from './usage-error.ts'

/** One row of a command's table. `T` is what the command gets for it. */
export type Option<T> = {
  /** what follows it on the command line, such as `FILE`; none for a flag */
  readonly placeholder?: string
  /** a single letter */
  readonly short?: string
  readonly help: string
  /** the words that its value can be */
  readonly choices?: readonly string[]
  /** how the help states the default */
  readonly default?: string
  /** what is given by the option alone, where its value may be left out */
  readonly alone?: string
  /**
   * @param option as it is written, `--rows`
   * @param given the texts given for it, in order; empty when the option is absent
   * @throws UsageError for a text that it cannot have
   */
  read(option: string, given: readonly string[]): T
}

/** What all options with a value can say of themselves. */
export type Described<D> = {
  help: string
  placeholder: string
  short?: string
  /** what is given by the option alone; without this, its value must follow */
  alone?: string
  /** what an absent option is */
  default?: D
  /** how the help states the default, where the value itself would not be understood */
  defaultText?: string
}

/** Is there or not. */
export function flag(row: { help: string; short?: string }): Option<boolean> {
  return { ...row, read: (_, given) => given.length > 0 }
}

/** A value that `parse` makes from the text. Given several times, the last one counts. */
export function value<T, D extends T | undefined = undefined>(
  row: Described<D> & { parse: (text: string, option: string) => T },
): Option<T | D> {
  const { parse, defaultText = row.default === undefined ? undefined : String(row.default) } = row
  return {
    ...shown(row, defaultText),
    read(option, given) {
      const last = given.at(-1)
      // Without a default `D` is undefined.
      return last === undefined ? (row.default as D) : parse(last, option)
    },
  }
}

/** Any text but the empty one, unless `allowEmpty`. */
export function text<D extends string | undefined = undefined>(
  row: Described<D> & { allowEmpty?: boolean },
): Option<string | D> {
  return value<string, D>({
    ...row,
    parse(given, option) {
      if (given === '' && row.allowEmpty !== true)
        throw new UsageError(`${option} is empty, expected ${row.placeholder}`)
      return given
    },
  })
}

/** A whole number from `min` to `max`, in decimal digits. */
export function wholeNumber<D extends number | undefined = undefined>(
  row: Described<D> & { min: number; max: number },
): Option<number | D> {
  return value<number, D>({ ...row, parse: (given, option) => parseWholeNumber(given, option, row) })
}

/** @throws UsageError for what is not a whole number from `min` to `max` */
export function parseWholeNumber(
  given: string,
  option: string,
  { min, max }: { min: number; max: number },
): number {
  const parsed = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN
  if (parsed >= min && parsed <= max) return parsed
  throw new UsageError(`${option} is ${JSON.stringify(given)}, expected a whole number from ${min} to ${max}`)
}

/** A decimal number greater than 0 and at most `max`. */
export function number<D extends number | undefined = undefined>(
  row: Described<D> & { max: number },
): Option<number | D> {
  return value<number, D>({
    ...row,
    parse(given, option) {
      const parsed = /^\d+(\.\d+)?$/.test(given) ? Number(given) : 0
      if (parsed > 0 && parsed <= row.max) return parsed
      throw new UsageError(
        `${option} is ${JSON.stringify(given)}, expected a number greater than 0 and at most ${row.max}`,
      )
    },
  })
}

/** One of a few words. */
export function choice<const C extends string>(
  row: Described<NoInfer<C>> & { of: readonly C[]; default: NoInfer<C> },
): Option<C>
export function choice<const C extends string>(
  row: Described<never> & { of: readonly C[] },
): Option<C | undefined>
export function choice<const C extends string>(
  row: Described<C> & { of: readonly C[] },
): Option<C | undefined> {
  const option = value<C, C | undefined>({ ...row, parse: (given, name) => parseChoice(given, name, row.of) })
  return { ...option, choices: row.of }
}

function parseChoice<C extends string>(given: string, option: string, choices: readonly C[]): C {
  const found = choices.find((known) => known === given)
  if (found !== undefined) return found
  throw unknownChoice(given, option, choices)
}

/** Names the choices, and the one that is most likely meant. */
export function unknownChoice(given: string, option: string, choices: readonly string[]): UsageError {
  const meant = suggestion(given, choices)
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`
  return new UsageError(`${option} is ${JSON.stringify(given)}, expected one of ${choices.join(', ')}${hint}`)
}

/** An option that may be repeated: what `parse` makes of each text, in order. */
export function list<T>(
  row: Omit<Described<never>, 'default'> & { parse: (text: string, option: string) => T },
): Option<T[]> {
  return {
    ...shown(row, row.defaultText),
    read: (option, given) => given.map((one) => row.parse(one, option)),
  }
}

function shown({ help, placeholder, short, alone }: Described<unknown>, defaultText: string | undefined) {
  return {
    help,
    placeholder,
    ...(short !== undefined && { short }),
    ...(alone !== undefined && { alone }),
    ...(defaultText !== undefined && { default: defaultText }),
  }
}
