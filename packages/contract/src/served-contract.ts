import { type Contract, isContract, isObject } from './contract.ts'

/** What `GET /contract` answers. */
export type ServedContract = { version: string; name: string; contract: Contract }

/** There is no contract to be had at an address; the message says why, and what to do. */
export class TypesError extends Error {
  override name = 'TypesError'
}

const PATIENCE_MS = 10_000

/**
 * Asks a proxy for its contract.
 * @param address as `http://127.0.0.1:9000`
 * @param key what the proxy wants to be shown, if anything
 * @throws TypesError
 */
export async function askContract(address: string, key?: string): Promise<ServedContract> {
  const response = await ask(address, key)
  const value = await bodyOf(response, address)
  if (response.ok && isObject(value) && typeof value.version === 'string') {
    const { contract, version, name } = value
    if (isContract(contract)) return { contract, version, name: String(name) }
    throw new TypesError(
      `${address} is a proxy of Sepal ${version}, which this version cannot read; use that one`,
    )
  }
  if (response.status === 401 && isObject(value)) {
    throw new TypesError(`${address} asks for a key (--key-file FILE): ${value.detail}`)
  }
  if (response.status === 403 && isObject(value)) throw new TypesError(`${address}: ${value.detail}`)
  if (isObject(value) && String(value.type).startsWith('urn:sepal:problem:')) {
    throw new TypesError(
      `${address} is a server of Sepal without /contract: an older proxy, which has to be updated, or a classifier`,
    )
  }
  throw new TypesError(`${address} is no Sepal proxy: it answers GET /contract with ${response.status}`)
}

async function ask(address: string, key: string | undefined): Promise<Response> {
  try {
    return await fetch(`${address}/contract`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: key === undefined ? {} : { 'x-api-key': key },
    })
  } catch (cause) {
    const isLate = cause instanceof Error && cause.name === 'TimeoutError'
    throw new TypesError(
      isLate
        ? `${address} does not answer within ${PATIENCE_MS / 1000} s`
        : `nothing can be reached at ${address}; is the proxy running (sepal start)?`,
      { cause },
    )
  }
}

async function bodyOf(response: Response, address: string): Promise<unknown> {
  try {
    const text = await response.text()
    return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined
  } catch (cause) {
    throw new TypesError(`${address} is no Sepal proxy: its answer is cut off or not JSON`, { cause })
  }
}
