import type { ComponentChildren } from 'preact'
import type { Model } from '../api/wire.ts'
import { CopyButton } from '../shell/copy-button.tsx'
import { count, percent } from '../shell/figures.ts'
import { CalibrationPlot } from './calibration-plot.tsx'
import { type Card, cardOf } from './card.ts'
import { ConfusionMatrix } from './confusion-matrix.tsx'

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
              <dd>{metric === 'accuracy' ? percent(value) : value.toPrecision(3)}</dd>
            </div>
          ))}
        </dl>
      )}
      {card && (card.confusion || card.calibration.length > 0) && (
        <div class="figures">
          {card.confusion && <ConfusionMatrix confusion={card.confusion} />}
          {card.calibration.length > 0 && <CalibrationPlot bins={card.calibration} />}
        </div>
      )}
      <Facts model={model} card={card} />
      {card === undefined && (
        <p class="caption">
          There is no card. One is <code>{name}.card.json</code> beside <code>ensemble.json</code>.
        </p>
      )}
    </section>
  )
}

function Facts({ model, card }: { model: Model; card: Card | undefined }) {
  const { data, split } = card ?? {}
  return (
    <dl class="facts">
      <Fact term="Classes">{model.classes.join(', ')}</Fact>
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

/** A card may be of another model than the one that is served. */
function Match({ served, told }: { served: string; told: string | undefined }) {
  if (told === undefined) return null
  if (served === told) return <span class="badge good">the card is of this model</span>
  return <span class="badge bad">the card is of another model</span>
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** `logLoss` → `log loss` */
const wordsOf = (name: string) =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
