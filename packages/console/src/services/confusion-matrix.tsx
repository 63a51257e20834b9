import { count, percent } from '../shell/figures.ts'
import type { Confusion } from './card.ts'

/** The class that rows of each class were taken for; the stronger a cell, the larger its share of the line. */
export function ConfusionMatrix({ confusion: { classes, counts } }: { confusion: Confusion }) {
  return (
    <figure>
      <figcaption>
        <h3>Confusion matrix</h3>
        <p class="muted">Lines are the actual class, columns the predicted one.</p>
      </figcaption>
      <table class="confusion">
        <thead>
          <tr>
            <td />
            {classes.map((name) => (
              <th key={name} scope="col" title={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((line, i) => {
            const total = line.reduce((sum, cell) => sum + cell, 0) || 1
            return (
              <tr key={classes[i]}>
                <th scope="row" title={classes[i]}>
                  {classes[i]}
                </th>
                {line.map((cell, j) => (
                  <td
                    key={classes[j]}
                    class={i === j ? 'right' : 'wrong'}
                    style={{ '--share': cell / total }}
                    title={percent(cell / total)}
                  >
                    {count(cell)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </figure>
  )
}
