export { ModelFileError } from './model-file.ts'
export { type OnnxModel, openModel } from './onnx-model.ts'
export { type Axis, type DeclaredValue, describeValue, type ElementType } from './tensor-type.ts'
