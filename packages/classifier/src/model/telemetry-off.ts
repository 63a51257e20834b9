import { dlopen } from 'bun:ffi'

/**
 * Keeps ONNX Runtime from collecting telemetry, which its library starts as soon as it is loaded. It reads the
 * variable from the C environment, which an assignment to process.env does not reach; so this module must be
 * imported before onnxruntime-node is.
 */
const libc = process.platform === 'darwin' ? 'libSystem.B.dylib' : 'libc.so.6'
const { symbols, close } = dlopen(libc, { setenv: { args: ['cstring', 'cstring', 'int'], returns: 'int' } })
symbols.setenv(Buffer.from('ORT_DISABLE_TELEMETRY\0'), Buffer.from('1\0'), 1)
close()
