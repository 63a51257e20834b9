import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { type ModelProto, ModelProtoSchema } from 'onnx-buf'
import { BulkStore } from './bulk-store.ts'

/** The file is no ONNX model: what it is instead, and what to do about it. */
export class ModelFileError extends Error {
  override name = 'ModelFileError'
}

/** Other things that are found under the name of a model, by how they begin. */
const strangers: { starts: (text: string) => boolean; message: string }[] = [
  {
    starts: (text) => text.startsWith('version https://git-lfs.github.com/'),
    message: 'a Git LFS pointer, not the file it points to; fetch it with `git lfs pull`',
  },
  {
    starts: (text) => /^\s*<(!doctype|html|\?xml)/i.test(text),
    message: 'an HTML page, not a model; the download answered with a page, such as a login or an error',
  },
  {
    starts: (text) => /^\s*[{[]/.test(text),
    message: 'JSON, not ONNX; export the model as ONNX',
  },
  {
    starts: (text) => text.startsWith('PK\x03\x04'),
    message: 'a zip archive (torch.save and Keras write such); export with torch.onnx.export or tf2onnx',
  },
  {
    starts: (text) => ['\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'].some((mark) => text.startsWith(mark)),
    message: 'a Python pickle (joblib); export it with skl2onnx, onnxmltools or the library itself',
  },
  {
    starts: (text) => text.startsWith('\x1f\x8b'),
    message: 'compressed with gzip; decompress it',
  },
  { starts: (text) => text.startsWith('\x89HDF'), message: 'an HDF5 file (Keras); convert it with tf2onnx' },
]

/** What is in a file; its large parts are kept aside. */
export type ModelFile = {
  model: ModelProto
  /** the bytes of the model, as it is by then */
  write: () => Uint8Array
}

/**
 * Reads an ONNX file.
 * @throws ModelFileError when it is empty, something else, or incomplete
 */
export function readModel(bytes: Uint8Array): ModelFile {
  if (bytes.length === 0) throw new ModelFileError('an empty file')
  const beginning = String.fromCharCode(...bytes.subarray(0, 256))
  const stranger = strangers.find(({ starts }) => starts(beginning))
  if (stranger) throw new ModelFileError(stranger.message)
  const store = new BulkStore()
  const model = parse(bytes, store)
  if (model.graph === undefined || model.graph.output.length === 0) {
    throw new ModelFileError('a file without a graph; it is no ONNX model, or only the beginning of one')
  }
  return { model, write: () => store.putBack(toBinary(ModelProtoSchema, model)) }
}

function parse(bytes: Uint8Array, store: BulkStore): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, store.takeOut(bytes))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ModelFileError(`no ONNX model, or only a part of one (${reason})`, { cause })
  }
}
