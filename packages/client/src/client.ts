import { treaty } from '@elysiajs/eden'
import { type CallSettings, call, type Said } from './call.ts'
import type { ClientOf } from './client-of.ts'
import { type ClientOptions, checkOptions } from './client-options.ts'
import type { AnyDecide, AnyEnsemble, RoutesFor } from './contract.ts'
import { ContractWatch } from './contract-watch.ts'
import { type ThisEnsemble, thisEnsemble } from './this-ensemble.ts'
import { type Ask, unread } from './unread.ts'

/** A caller's way to every route of the proxy for an ensemble. */
export type Client<E extends AnyEnsemble = ThisEnsemble, Decide extends AnyDecide = AnyDecide> = ClientOf<
  RoutesFor<E, Decide>
>

/**
 * A client of the proxy at an address, as `http://127.0.0.1:9000`: an Eden treaty whose calls do not reject.
 * `createClient(address, { ensemble })` has the types of an imported `ensemble.json`, and notices when the proxy serves
 * another. `createClient<typeof ensemble>(address)` has the types alone.
 * Where a module of the ensemble decides, `createClient<typeof ensemble, typeof decide>(address)` also has the type of
 * what it returns.
 * @throws TypeError for an address that is no http or https URL, or an option that cannot be
 */
export function createClient<E extends AnyEnsemble = ThisEnsemble, Decide extends AnyDecide = AnyDecide>(
  address: string | URL,
  options: ClientOptions<E> = {},
): Client<E, Decide> {
  checkOptions(options)
  // The global one as it is at each call: what watches calls may take its place later.
  const ask = options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init))
  // Eden only calls it, and with what `call` says in `fetch`; Bun's type of fetch has more to it than that.
  const fetcher = unread(ask) as typeof fetch
  const base = baseOf(address)
  const eden = treaty(base, { fetcher })
  const ensemble = options.ensemble ?? thisEnsemble
  const watch = ensemble && new ContractWatch(ensemble, (init) => ask(`${base}/contract`, init))
  // Eden takes any path when it runs, and so does what is made of it: the routes exist as types only.
  return segment(eden as unknown as EdenSegment, '', { ...options, watch }) as Client<E, Decide>
}

/** A part of a path in Eden's treaty: a property is the next part, and what follows the last one is called. */
type EdenSegment = Ask & { readonly [segment: string]: EdenSegment }

function segment(eden: EdenSegment, name: string, options: CallSettings): unknown {
  return new Proxy(() => undefined, {
    get: (_, key) => {
      const next = typeof key === 'string' ? eden[key] : undefined
      // No part of a client is a promise: to await one must not make a request.
      return next === undefined || key === 'then' ? undefined : segment(next, String(key), options)
    },
    // The types of ClientOf let nothing else through.
    apply: (_, _self, [first, second]: [unknown, Said?]) =>
      name === 'get' ? call(eden, [], first as Said, options) : call(eden, [first], second, options),
  })
}

function baseOf(address: string | URL): string {
  const text = String(address)
  if (!/^https?:\/\/[^/?#]+[^?#]*$/.test(text) || !URL.canParse(text)) {
    throw new TypeError(`the address is ${JSON.stringify(text)}, expected one like http://127.0.0.1:9000`)
  }
  return text.replace(/\/+$/, '')
}
