import { StartupError } from '@sepal/server'

/**
 * The origins in `CORS_ORIGINS`.
 * @throws StartupError with the entry that is not an origin
 */
export function corsOrigins(text: string): string[] {
  if (text === '') return []
  const origins = text.split(',').map((origin) => origin.trim())
  for (const origin of origins) {
    if (origin !== '*' && (!URL.canParse(origin) || new URL(origin).origin !== origin)) {
      throw new StartupError(
        `CORS_ORIGINS has ${JSON.stringify(origin)}, expected an origin like https://app.example, or *`,
      )
    }
  }
  return origins
}
