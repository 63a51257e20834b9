import type { ComponentChildren } from 'preact'
import { outputOf } from '../api/output.ts'
import type { Model } from '../api/wire.ts'
import { CopyButton } from '../shell/copy-button.tsx'
import { amount, count, percent } from '../shell/figures.ts'
import { CalibrationPlot } from './calibration-plot.tsx'
import { type Card, cardOf } from './card.ts'
import { ConfusionMatrix } from './confusion-matrix.tsx'
import { ErrorHistogram } from './error-histogram.tsx'
import { PredictedPlot } from './predicted-plot.tsx'

/** What the model is, where it comes from and how good it is. */
export function ModelCard({ name, model }: { name: string; model: Model }) {
  const card = cardOf(model)
  return (
    <section class="card" aria-label={`The model of ${name}`}>
      <header class="card-head">
        <h2>Model card</h2>
        {card?.method && <p class="muted">{card.method}</p>}
      </header>
      {card && card.metrics.length > 0 && (
        <dl class="metrics">
          {card.metrics.map(([metric, value]) => (
            <div key={metric}>
              <dt>{wordsOf(metric)}</dt>
              <dd>{metric === 'accuracy' ? percent(value) : amount(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {card && <Figures card={card} />}
      <Facts model={model} card={card} />
      {card === undefined && (
        <p class="caption">
          No card. To add one, put <code>{name}.card.json</code> beside <code>ensemble.json</code>.
        </p>
      )}
    </section>
  )
}

/** The figures that a card has data for. */
function Figures({ card: { confusion, calibration, errors, predicted } }: { card: Card }) {
  const hasAny = confusion || calibration.length + errors.length + predicted.length > 0
  if (!hasAny) return null
  return (
    <div class="figures">
      {confusion && <ConfusionMatrix confusion={confusion} />}
      {calibration.length > 0 && <CalibrationPlot bins={calibration} />}
      {predicted.length > 0 && <PredictedPlot points={predicted} />}
      {errors.length > 0 && <ErrorHistogram bins={errors} />}
    </div>
  )
}

function Facts({ model, card }: { model: Model; card: Card | undefined }) {
  const { data, split } = card ?? {}
  return (
    <dl class="facts">
      <Fact term="Answers">{answersOf(model)}</Fact>
      {data && (
        <Fact term="Data">
          {[data.file, data.rows !== undefined && `${count(data.rows)} rows`].filter(Boolean).join(', ')}
        </Fact>
      )}
      {split?.trainRows !== undefined && split.testRows !== undefined && (
        <Fact term="Split">
          {count(split.trainRows)} rows to train, {count(split.testRows)} to test
          {split.method && `, ${split.method}`}
        </Fact>
      )}
      {model.repairs && (
        <Fact term="Repaired">
          <ul>
            {model.repairs.map((repair) => (
              <li key={repair}>{repair}</li>
            ))}
          </ul>
        </Fact>
      )}
      {model.sha256 && (
        <Fact term="SHA-256">
          <code class="hash">{model.sha256}</code>
          <CopyButton text={model.sha256} />
          <Match served={model.sha256} told={card?.model?.sha256} />
        </Fact>
      )}
    </dl>
  )
}

function answersOf(model: Model): string {
  const output = outputOf(model)
  switch (output.kind) {
    case 'probabilities':
      return `probabilities of ${output.classes.join(', ')}`
    case 'label':
      return `one of ${output.classes.join(', ')}`
    case 'value':
      return output.unit === '' ? 'a value' : `a value in ${output.unit}`
    case 'score': {
      const { threshold, below, above } = output
      return threshold === undefined
        ? 'a score'
        : `a score: below ${amount(threshold)} ${below}, from there on ${above}`
    }
  }
}

/** The card may describe another model than the one that is served. */
function Match({ served, told }: { served: string; told: string | undefined }) {
  if (told === undefined) return null
  if (served === told) return <span class="badge good">the card describes this model</span>
  return <span class="badge bad">the card describes another model</span>
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Abbreviations that are written otherwise than words. */
const ABBREVIATIONS: Readonly<Record<string, string>> = { r2: 'R²' }
const ABBREVIATION = /^(rmse|mse|mae|mape|auc|roc auc|pr auc|f1)$/

/** `logLoss` → `log loss`, `rmse` → `RMSE` */
function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
  return ABBREVIATIONS[words] ?? (ABBREVIATION.test(words) ? words.toUpperCase() : words)
}
