type Props<C extends string> = {
  label: string
  choices: readonly C[]
  chosen: C
  onChoose: (choice: C) => void
}

/** A choice between a few, one of which is always chosen. */
export function Tabs<C extends string>({ label, choices, chosen, onChoose }: Props<C>) {
  return (
    <fieldset class="tabs">
      <legend class="visually-hidden">{label}</legend>
      {choices.map((choice) => (
        <button key={choice} type="button" aria-pressed={choice === chosen} onClick={() => onChoose(choice)}>
          {choice}
        </button>
      ))}
    </fieldset>
  )
}
