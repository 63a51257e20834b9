import type { ModelProto } from 'onnx-buf'

/** What wrote a model, as `skl2onnx 1.20.0`; CatBoost tells its version within a page about its build. */
export function producerOf({ producerName, producerVersion }: ModelProto): string {
  const [line = '', ...more] = producerVersion.split('\n')
  const version = more.length === 0 ? line : /\brelease (\d+(?:\.\d+)+)/.exec(producerVersion)?.[1]
  return [producerName, version].filter(Boolean).join(' ')
}
