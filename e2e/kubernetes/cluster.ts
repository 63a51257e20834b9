import { fileURLToPath } from 'node:url'
import { Docker } from '@sepal/deployment'
import { deriveImage } from '../containers/engine.ts'
import { Watch } from './watch.ts'

/** The namespace of the manifests. */
const NAMESPACE = 'sepal'

/** Timeout of kubectl's waits. */
const PATIENCE = '--timeout=120s'

const overlayFolder = (overlay: string) =>
  fileURLToPath(new URL(`../../docker/kubernetes/overlays/${overlay}`, import.meta.url))

type Result = { code: number; stdout: string; stderr: string }

/** The cluster that the tests run in, and change. */
export class Cluster {
  /** images that were built here */
  readonly #made: string[] = []

  private constructor(
    /** undefined: kubectl's default */
    private readonly kubeconfig: string | undefined,
    private readonly loadCommand: readonly string[],
  ) {}

  /**
   * The cluster in `TEST_KUBECONFIG`, with the command in `TEST_LOAD_IMAGES` to copy images from the Docker engine to its
   * nodes. Without these, the cluster of kubectl's current context if it is a local test cluster (kind, k3d, minikube);
   * any other may be in real use.
   * @returns the reason if there is none, or if the current one does not answer
   * @throws Error if the one named explicitly does not answer
   */
  static async find(environment: Record<string, string | undefined>): Promise<Cluster | string> {
    const { TEST_KUBECONFIG, TEST_LOAD_IMAGES, TEST_KUBERNETES } = environment
    if (TEST_KUBECONFIG && TEST_LOAD_IMAGES) {
      const named = await new Cluster(TEST_KUBECONFIG, TEST_LOAD_IMAGES.split(' ')).#answering()
      if (typeof named === 'string') throw new Error(`TEST_KUBECONFIG: ${named}`)
      return named
    }
    if (TEST_KUBERNETES === undefined) return 'bun run test:kubernetes runs them'
    if (Bun.which('kubectl') === null) return 'kubectl is not on the PATH'
    const { stdout } = await run(['kubectl', 'config', 'current-context'], {})
    const load = loadCommandOf(stdout.trim())
    if (load === undefined) {
      return 'TEST_KUBECONFIG and TEST_LOAD_IMAGES name no cluster, and the current one is not of kind, k3d or minikube'
    }
    return await new Cluster(environment.KUBECONFIG, load).#answering()
  }

  async #answering(): Promise<Cluster | string> {
    const { code, stderr } = await this.attempt('get', '--raw', '/readyz', '--request-timeout=10s')
    return code === 0 ? this : `the cluster does not answer: ${stderr.trim()}`
  }

  /** Runs kubectl in the namespace. @returns standard output @throws Error with kubectl's message if it fails */
  async kubectl(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.attempt(...args)
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: exit code ${code}\n${stderr}`)
    return stdout
  }

  /** The same, but may fail. */
  attempt(...args: string[]): Promise<Result> {
    return run(this.#command(args), this.#environment())
  }

  /** Applies an overlay; fields unknown to the API are errors. */
  async apply(overlay: string, ...options: string[]): Promise<Result> {
    const result = await this.attempt('apply', '--validate=strict', '-k', overlayFolder(overlay), ...options)
    if (result.code !== 0) throw new Error(`the overlay ${overlay} is refused\n${result.stderr}`)
    return result
  }

  async remove(overlay: string) {
    await this.kubectl('delete', '-k', overlayFolder(overlay), '--ignore-not-found', PATIENCE)
  }

  /** Sets the number of replicas of each, by narrowing the bounds of its autoscaler where there is one. */
  async scale(deployments: readonly string[], replicas: number) {
    const bounds = { minReplicas: replicas, maxReplicas: replicas }
    await Promise.all(deployments.map((name) => this.patchAutoscaler(name, bounds)))
    await this.hasReplicas(deployments, replicas)
  }

  /** Changes an autoscaler's bounds, and the CPU time of a replica at which it adds one. */
  async patchAutoscaler(
    deployment: string,
    { cpu, ...bounds }: { minReplicas: number; maxReplicas: number; cpu?: string },
  ) {
    const target = { type: 'AverageValue', averageValue: cpu }
    const metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }]
    const spec = { ...bounds, ...(cpu !== undefined && { metrics }) }
    await this.kubectl('patch', 'hpa', deployment, '--patch', JSON.stringify({ spec }))
  }

  /** Resolves when Deployments have this many pods each, all of them up to date and available. */
  async hasReplicas(deployments: readonly string[], count: number) {
    const names = deployments.map((name) => `deployment/${name}`)
    // The condition may be outdated; this waits for the latest generation.
    await this.kubectl('rollout', 'status', ...names, PATIENCE)
    for (const field of ['replicas', 'availableReplicas']) {
      await this.kubectl('wait', ...names, `--for=jsonpath={.status.${field}}=${count}`, PATIENCE)
    }
  }

  async setImage(deployment: string, image: string) {
    await this.kubectl('set', 'image', `deployment/${deployment}`, `*=${image}`)
  }

  /** Resolves when a pod has ended and is deleted. */
  async gone(pod: string) {
    await this.kubectl('wait', '--for=delete', `pod/${pod}`, PATIENCE)
  }

  /** The names of a Deployment's pods that are not terminating, oldest first. */
  pods(deployment: string): Promise<string[]> {
    return this.#ofPods(deployment, '.metadata.name')
  }

  /** The same, of those that are ready. */
  readyPods(deployment: string): Promise<string[]> {
    const isReady = 'and .status.containerStatuses (index .status.containerStatuses 0).ready'
    return this.#ofPods(deployment, '.metadata.name', isReady)
  }

  /** The images of the pods that are not terminating: one that is may be of the test before. */
  imagesOf(deployment: string): Promise<string[]> {
    return this.#ofPods(deployment, '(index .spec.containers 0).image')
  }

  async #ofPods(deployment: string, field: string, condition = 'true'): Promise<string[]> {
    const stays = `and (not .metadata.deletionTimestamp) (${condition})`
    const template = `{{range .items}}{{if ${stays}}}{{${field}}} {{end}}{{end}}`
    const selector = `app.kubernetes.io/name=${deployment}`
    const order = '--sort-by=.metadata.creationTimestamp'
    const values = await this.kubectl('get', 'pods', '-l', selector, order, '-o', `go-template=${template}`)
    return values.split(' ').filter((value) => value !== '')
  }

  /** Resolves when the running output of kubectl (`logs --follow`, `get --watch`) contains a text. */
  async seen(text: string | RegExp, ...args: string[]) {
    await using watch = this.#watch(args)
    await watch.until(text)
  }

  /** Watches a pod until its container has ended. */
  async exitCode(pod: string): Promise<number> {
    const path = 'jsonpath={"ended "}{.status.containerStatuses[0].state.terminated.exitCode}{"\\n"}'
    await using watch = this.#watch(['get', 'pod', pod, '--watch', '-o', path])
    const [, code] = await watch.until(/ended (\d+)\n/)
    return Number(code)
  }

  nodeName(): Promise<string> {
    return this.kubectl('get', 'nodes', '-o', 'jsonpath={.items[0].metadata.name}')
  }

  /** The first node's address for the ports of Services. */
  nodeAddress(): Promise<string> {
    const path = 'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}'
    return this.kubectl('get', 'nodes', '-o', path)
  }

  /** Builds an image from another one with extra lines of a Dockerfile, and copies it to the nodes. */
  async makeImage(name: string, from: string, ...lines: readonly string[]) {
    await deriveImage(await Docker.find(), name, from, ...lines)
    this.#made.push(name)
    await this.loadImages(name)
  }

  /** Removes the images that were built from the Docker engine. */
  async forgetImages() {
    if (this.#made.length > 0) await (await Docker.find()).output(['image', 'rm', ...this.#made])
  }

  async loadImages(...names: string[]) {
    const { code, stderr } = await run([...this.loadCommand, ...names], {})
    if (code !== 0) throw new Error(`${this.loadCommand.join(' ')} ${names.join(' ')}: ${stderr}`)
  }

  #environment(): Record<string, string> {
    return this.kubeconfig === undefined ? {} : { KUBECONFIG: this.kubeconfig }
  }

  #command(args: readonly string[]): string[] {
    return ['kubectl', '--namespace', NAMESPACE, ...args]
  }

  #watch(args: readonly string[]): Watch {
    return new Watch(this.#command(args), this.#environment())
  }
}

/** How to copy images to the nodes of a local test cluster, by the name of its context. */
function loadCommandOf(context: string): string[] | undefined {
  const [, kind, name = ''] = /^(kind|k3d)-(.+)$/.exec(context) ?? []
  if (kind === 'kind') return ['kind', 'load', 'docker-image', '--name', name]
  if (kind === 'k3d') return ['k3d', 'image', 'import', '--cluster', name]
  return context === 'minikube' ? ['minikube', 'image', 'load'] : undefined
}

async function run(command: string[], env: Record<string, string>): Promise<Result> {
  const child = Bun.spawn(command, {
    env: { ...process.env, ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [code, stdout, stderr] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()])
  return { code, stdout, stderr }
}
