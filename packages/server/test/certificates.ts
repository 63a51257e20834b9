import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const openssl = Bun.which('openssl')
if (openssl === null) console.warn('skipped: openssl is not here, so nothing shows that TLS works')

/** Whether certificates can be made here. */
export const hasOpenssl = openssl !== null

/** An authority and a certificate of a server that it has signed, as files, until they go out of scope. */
export class Certificates implements AsyncDisposable {
  private constructor(private readonly folder: string) {}

  get ca(): string {
    return join(this.folder, 'ca.pem')
  }

  get cert(): string {
    return join(this.folder, 'server.pem')
  }

  get key(): string {
    return join(this.folder, 'server.key')
  }

  /** @param names what the server is called: `DNS:rose,IP:127.0.0.1` */
  static async make(names: string): Promise<Certificates> {
    const made = new Certificates(await mkdtemp(join(tmpdir(), 'certificates-')))
    const { folder } = made
    const request = 'openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
    await Bun.write(join(folder, 'names'), `subjectAltName=${names}\n`)
    await run(folder, `${request} -x509 -days 2 -subj /CN=authority -keyout ca.key -out ca.pem`)
    await run(folder, `${request} -subj /CN=server -keyout server.key -out server.csr`)
    await run(
      folder,
      'openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem',
    )
    return made
  }

  async [Symbol.asyncDispose]() {
    await rm(this.folder, { recursive: true })
  }
}

async function run(cwd: string, command: string) {
  const made = Bun.spawn(command.split(' '), { cwd, stdout: 'ignore', stderr: 'pipe' })
  if ((await made.exited) !== 0) throw new Error(await new Response(made.stderr).text())
}
