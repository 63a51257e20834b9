import { join } from 'node:path'

/** Serves the files of a folder as a web site with its own origin, on a free port. */
export function serveFolder(folder: string): Bun.Server<undefined> {
  return Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async ({ url }) => {
      const file = Bun.file(join(folder, new URL(url).pathname))
      return (await file.exists()) ? new Response(file) : new Response(null, { status: 404 })
    },
  })
}
