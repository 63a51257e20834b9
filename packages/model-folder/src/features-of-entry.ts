import { RowCodec } from '@sepal/ensemble'
import type { OnnxModel } from '@sepal/onnx'
import { AddError } from './add-error.ts'
import type { Frame } from './entry-trial.ts'
import { columnCount } from './feature-proposal.ts'

/**
 * `features` of the entry, where the model takes some of the manifest's only.
 * @throws AddError where it is not clear which, or the model takes more than there are
 */
export function featuresFor(onnx: OnnxModel, manifest: Frame, chosen: readonly string[] | undefined) {
  const width = columnCount(onnx.inputs)
  const all = new RowCodec(manifest).features.map(({ name }) => name)
  const unknown = (chosen ?? []).filter((name) => !all.includes(name))
  if (unknown.length > 0) throw new AddError(`no feature ${unknown.join(', ')} among ${all.join(', ')}`)
  const count = chosen?.length ?? all.length
  const inputs = onnx.inputs.map(({ name }) => name)
  const isSome = inputs.length > 1 && inputs.length < all.length && inputs.every((name) => all.includes(name))
  if (!chosen && isSome) return { features: inputs }
  if (width !== undefined && width !== count) {
    throw new AddError(
      width > all.length
        ? `the model takes ${width} columns, and ensemble.json has ${all.length} features; write the others into its "features" first, or use another folder (--models)`
        : `the model takes ${width} columns, and there are ${count} features; say which with --features, in the model's order (${all.join(', ')})`,
    )
  }
  const isAll = chosen?.join('\0') === all.join('\0')
  return chosen && !isAll ? { features: [...chosen] } : {}
}
