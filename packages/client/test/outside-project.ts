import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a command said and how it ended. */
export type Ended = { exitCode: number; output: string }

/** A project of somebody who has nothing of this repository, until it goes out of scope. */
export class OutsideProject implements AsyncDisposable {
  private constructor(readonly path: string) {}

  /** An empty one, that takes ES modules. */
  static async create(): Promise<OutsideProject> {
    const project = new OutsideProject(await realpath(await mkdtemp(join(tmpdir(), 'sepal-caller-'))))
    await project.write('package.json', JSON.stringify({ name: 'caller', private: true, type: 'module' }))
    return project
  }

  async write(file: string, text: string | Blob): Promise<void> {
    await Bun.write(join(this.path, file), text)
  }

  /** Runs a command in the project's folder. */
  async run(...command: string[]): Promise<Ended> {
    const process = Bun.spawn(command, { cwd: this.path, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
    const [stdout, stderr, exitCode] = await Promise.all([
      process.stdout.text(),
      process.stderr.text(),
      process.exited,
    ])
    return { exitCode, output: stdout + stderr }
  }

  async [Symbol.asyncDispose]() {
    await rm(this.path, { recursive: true, force: true })
  }
}
