import { dlopen } from 'bun:ffi'

/**
 * Keeps ONNX Runtime from collecting telemetry, which its library starts as soon as it is loaded. It reads the
 * variable from the C environment, which an assignment to process.env does not reach; so this module must be
 * imported before onnxruntime-node is.
 */
const libc = process.platform === 'darwin' ? 'libSystem.B.dylib' : 'libc.so.6'
try {
  const { symbols, close } = dlopen(libc, { setenv: { args: ['cstring', 'cstring', 'int'], returns: 'int' } })
  symbols.setenv(Buffer.from('ORT_DISABLE_TELEMETRY\0'), Buffer.from('1\0'), 1)
  close()
} catch (cause) {
  // Bun compiles this call, for which it reserves address space that it never fills. No `main` has begun yet.
  console.error(
    `classifier: ${cause instanceof Error ? cause.message : cause}; with a limit of the address space (ulimit -v), raise it to at least 4 GB or limit the memory of the process group instead`,
  )
  process.exit(1)
}
