import manifest from '../models/ensemble.json' with { type: 'json' }
import { tableRows } from '../scripts/docs/markdown-table.ts'
import { sectionOf } from '../scripts/docs/marked-section.ts'

const readme = await Bun.file(new URL('../README.md', import.meta.url)).text()

/**
 * The calls of the README's table of the proxy's wire, like `POST /predict`, that every deployment answers: without
 * those that have a parameter in their path, which only the page that loads them can fill in, and without feedback,
 * which is refused where no decision log is kept.
 */
export const proxyCalls = tableRows(sectionOf(readme, 'wire:proxy'))
  .map(([call = '']) => call.replaceAll('`', ''))
  .filter((call) => !call.includes(':') && call !== 'POST /feedback')

/** Makes one of these calls, with the manifest's sample as its row where it has a body. */
export async function makeCall(url: string, call: string): Promise<{ status: number; body: string }> {
  const [method = '', path = ''] = call.split(' ')
  const body = { 'content-type': 'application/json' }
  const response = await fetch(`${url}${path}`, {
    method,
    ...(method === 'POST' && {
      headers: body,
      body: JSON.stringify({ data: [Object.values(manifest.sample)] }),
    }),
  })
  return { status: response.status, body: await response.text() }
}

/** Whether the answer to a call is the same wherever the ensemble is served: no address, time or count in it. */
export function isSameEverywhere(call: string): boolean {
  return / \/(health|metadata|models|predict)/.test(call) && !/\/(stream|all)$/.test(call)
}
