import type { GraphProto } from 'onnx-buf'
import { tensorsOf } from './graph.ts'
import { ModelFileError } from './model-file.ts'

/**
 * The files with a model's weights, as the model names them, relative to its folder and without repetition.
 * @throws ModelFileError when one is outside that folder
 */
export function externalFiles(graph: GraphProto): string[] {
  const files = new Set<string>()
  for (const { externalData } of tensorsOf(graph)) {
    const location = externalData.find(({ key }) => key === 'location')?.value
    if (location === undefined) continue
    if (leavesFolder(location)) {
      throw new ModelFileError(
        `weights in ${JSON.stringify(location)}, which is outside the model's folder; save them beside the model`,
      )
    }
    files.add(location)
  }
  return [...files]
}

function leavesFolder(location: string): boolean {
  const parts = location.split(/[/\\]/)
  return location === '' || location.startsWith('/') || /^[a-z]:/i.test(location) || parts.includes('..')
}
