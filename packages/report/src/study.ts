import type { Count, Findings } from './findings.ts'
import { type DecisionRecord, type FeedbackRecord, recordIn, type Value } from './input/records.ts'
import { Column } from './statistics/column.ts'
import { Latencies } from './statistics/latencies.ts'
import { QualityCount } from './statistics/quality.ts'
import type { TrainingCount } from './training-count.ts'

/** Of more labels than these, there is no table of who was taken for whom. */
const MAX_LABELS = 40
const FEEDBACK = '{"type":"feedback"'

/** What is known of a classifier while records are added up. */
class ClassifierCount {
  readonly outcomes = new Map<string, number>()
  readonly quality = new QualityCount()
}

/** A classifier's answer to one row: its probabilities by class, or what it said. */
type Answer = { classes: string[]; probabilities: number[]; said: Value | undefined }

export type StudyOptions = {
  /** splits rows for drift, ms since 1970 */
  since?: number | undefined
  /** compares rows with training; those since the date, if there is one */
  training?: TrainingCount | undefined
}

/** Adds up a log that is read twice: first what was right, then what was answered. */
export class Study {
  readonly #truths = new Map<string, Value>()
  readonly #labels = new Set<string>()
  readonly #classifiers = new Map<string, ClassifierCount>()
  readonly #outcomes = new Map<string, number>()
  readonly #codes = new Map<string, number>()
  readonly #decision = new QualityCount()
  readonly #confusion = new Map<string, Map<string, number>>()
  readonly #latencies = new Latencies()
  readonly #columns = new Map<string, Column>()
  #lines = 0
  #malformed = 0
  #rows = 0
  #matched = 0
  #from = Number.POSITIVE_INFINITY
  #to = Number.NEGATIVE_INFINITY

  constructor(private readonly options: StudyOptions) {}

  /** A line of the first reading, in the order of the log: of several truths for a row, the last one counts. */
  learn(line: string) {
    const record = line.startsWith(FEEDBACK) ? recordIn(line) : undefined
    if (record?.type !== 'feedback') return
    this.#truths.set(keyOf(record), record.truth)
    if (typeof record.truth !== 'number') this.#labels.add(String(record.truth))
  }

  /** A line of the second reading. */
  add(line: string) {
    if (line.trim() === '') return
    this.#lines += 1
    const record = recordIn(line)
    if (record === undefined) this.#malformed += 1
    else if (record.type === 'decision') this.#addDecision(record)
  }

  findings(files: number): Findings {
    const { since, training } = this.options
    const latency = (share: number) => this.#latencies.quantile(share)
    return {
      files,
      lines: this.#lines,
      malformed: this.#malformed,
      rows: this.#rows,
      feedback: { given: this.#truths.size, matched: this.#matched },
      from: this.#rows > 0 ? this.#from : undefined,
      to: this.#rows > 0 ? this.#to : undefined,
      outcomes: sorted(this.#outcomes),
      codes: sorted(this.#codes),
      latency: { p50: latency(0.5), p90: latency(0.9), p99: latency(0.99) },
      decision: { ...this.#decision.quality, ...this.#confusionTable() },
      classifiers: [...this.#classifiers].map(([name, { outcomes, quality }]) => ({
        name,
        outcomes: sorted(outcomes),
        ...quality.quality,
      })),
      ...(since !== undefined && {
        drift: {
          since,
          columns: [...this.#columns].map(([column, count]) => ({ column, ...count.drift() })),
        },
      }),
      ...(training !== undefined && { training: training.drifts }),
    }
  }

  #addDecision(record: DecisionRecord) {
    this.#rows += 1
    this.#from = Math.min(this.#from, record.time)
    this.#to = Math.max(this.#to, record.time)
    increment(this.#outcomes, record.outcome)
    if (record.code !== undefined) increment(this.#codes, record.code)
    this.#latencies.add(record.ms)
    const truth = this.#truths.get(keyOf(record))
    if (truth !== undefined) {
      this.#matched += 1
      this.#compareDecision(record.decided, truth)
    }
    const { since, training } = this.options
    if (record.time >= (since ?? Number.NEGATIVE_INFINITY)) training?.add(record.members)
    const answers = this.#addMembers(record)
    if (truth === undefined) return
    for (const [name, answer] of answers) this.#compare(name, answer, truth)
  }

  /** @returns the classifiers' answers */
  #addMembers({ members, time }: DecisionRecord): Map<string, Answer> {
    const { since } = this.options
    const isAfter = time >= (since ?? Number.POSITIVE_INFINITY)
    const answers = new Map<string, Answer>()
    for (const [key, value] of members) {
      const [kind = '', name = ''] = key.split('.', 2)
      if (kind === 'outcomes') increment(this.#classifier(name).outcomes, String(value))
      if (kind !== 'features' && kind !== 'answers') continue
      if (since !== undefined) this.#column(key).add(value, isAfter)
      if (kind === 'features') continue
      const answer = answers.get(name) ?? { classes: [], probabilities: [], said: undefined }
      answers.set(name, answer)
      const ofClass = key.slice(kind.length + name.length + 2)
      if (ofClass === '') answer.said = value
      else if (typeof value === 'number') {
        answer.classes.push(ofClass)
        answer.probabilities.push(value)
      }
    }
    return answers
  }

  #compareDecision(decided: Value | undefined, truth: Value) {
    if (decided === undefined || decided === null) return
    if (typeof decided === 'number' && typeof truth === 'number') {
      this.#decision.value(decided, truth)
      return
    }
    const [said, right] = [String(decided), String(truth)]
    this.#decision.label(said, right)
    const row = this.#confusion.get(right) ?? new Map<string, number>()
    this.#confusion.set(right, row)
    increment(row, said)
  }

  #compare(name: string, { classes, probabilities, said }: Answer, truth: Value) {
    const { quality } = this.#classifier(name)
    if (typeof said === 'number') {
      // A score is on a scale of its own, and labels are no numbers.
      if (typeof truth === 'number') quality.value(said, truth)
      return
    }
    if (said !== undefined && said !== null) quality.label(String(said), String(truth))
    if (probabilities.length === 0 || typeof truth === 'number') return
    const right = this.#placeOf(String(truth), classes)
    if (right === -1) return
    const best = probabilities.indexOf(Math.max(...probabilities))
    quality.label(classes[best] ?? '', classes[right] ?? '')
    quality.probabilities(probabilities, right)
  }

  /** The class that a truth is for a classifier: one that knows a class from the rest has a class for all others. */
  #placeOf(truth: string, classes: readonly string[]): number {
    const own = classes.indexOf(truth)
    if (own !== -1) return own
    const others = classes.filter((name) => !this.#labels.has(name))
    return others.length === 1 ? classes.indexOf(others[0] ?? '') : -1
  }

  #confusionTable() {
    const labels = [
      ...new Set([...this.#confusion].flatMap(([right, row]) => [right, ...row.keys()])),
    ].toSorted()
    if (labels.length === 0 || labels.length > MAX_LABELS) return {}
    const counts = labels.map((right) => labels.map((said) => this.#confusion.get(right)?.get(said) ?? 0))
    return { confusion: { labels, counts } }
  }

  #classifier(name: string): ClassifierCount {
    const known = this.#classifiers.get(name) ?? new ClassifierCount()
    this.#classifiers.set(name, known)
    return known
  }

  #column(key: string): Column {
    const known = this.#columns.get(key) ?? new Column()
    this.#columns.set(key, known)
    return known
  }
}

const keyOf = ({ request, row }: DecisionRecord | FeedbackRecord) => `${request}#${row}`

function increment(counts: Map<string, number>, key: string) {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/** The greatest first. */
function sorted(counts: ReadonlyMap<string, number>): Count[] {
  return [...counts].toSorted(([, a], [, b]) => b - a)
}
