import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for the files of a test, until it goes out of scope. */
export class ScratchFolder implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async make(): Promise<ScratchFolder> {
    return new ScratchFolder(await mkdtemp(join(tmpdir(), 'sepal-score-')))
  }

  file(name: string): string {
    return join(this.path, name)
  }

  async write(name: string, content: string | Uint8Array): Promise<string> {
    await writeFile(this.file(name), content)
    return this.file(name)
  }

  read(name: string): Promise<string> {
    return readFile(this.file(name), 'utf8')
  }

  async [Symbol.asyncDispose]() {
    await rm(this.path, { recursive: true })
  }
}
