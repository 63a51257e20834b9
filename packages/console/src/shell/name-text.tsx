import { Fragment } from 'preact'

/** A name that may be broken where its words meet, as `mean_smoothness` has no space to break at. */
export function NameText({ name }: { name: string }) {
  const words = name.split(/(?<=[_.-])/)
  return (
    <>
      {words.map((word, i) => (
        <Fragment key={i}>
          {i > 0 && <wbr />}
          {word}
        </Fragment>
      ))}
    </>
  )
}
