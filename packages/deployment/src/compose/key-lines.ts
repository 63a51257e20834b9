/** Lines of a file for Docker that make callers need keys and classifiers a token; without keys there are none. */
export type KeyLines = Readonly<Record<string, readonly string[]>>

const NONE: KeyLines = {
  KEYS: [],
  TOKEN: [],
  TOKENS: [],
  KEYFOLDER: [],
  PROXYSECRETS: [],
  SECRETS: [],
}

const TOKEN = ['UPSTREAM_TOKEN_FILE: /run/secrets/upstream-token']

/** For one machine. The keys are in a folder of their own, since a file that is mounted by itself cannot be replaced. */
export function composeKeys(hasKeys: boolean): KeyLines {
  if (!hasKeys) return NONE
  return {
    ...NONE,
    KEYS: ['API_KEYS_FILE: /run/keys/keys.json'],
    TOKEN,
    TOKENS: ['secrets: [upstream-token]'],
    KEYFOLDER: [
      '# `sepal key new NAME --file keys/keys.json`, readable by the user 1000. A new key needs no restart.',
      'volumes: ["./keys:/run/keys:ro"]',
    ],
    SECRETS: [
      '',
      'secrets:',
      '  # `openssl rand -hex 32 > upstream-token`, readable by the user 1000.',
      '  upstream-token: { file: ./upstream-token }',
    ],
  }
}

/** For a swarm, whose secrets do not change: a new key is a new secret and an update of the service. */
export function stackKeys(hasKeys: boolean): KeyLines {
  if (!hasKeys) return NONE
  return {
    ...NONE,
    KEYS: ['API_KEYS_FILE: /run/secrets/api-keys'],
    TOKEN,
    TOKENS: ['secrets: [upstream-token]'],
    PROXYSECRETS: ['secrets: [api-keys, upstream-token]'],
    SECRETS: [
      '',
      'secrets:',
      '  # `docker secret create api-keys keys.json`',
      '  api-keys: { external: true }',
      '  # `openssl rand -hex 32 | docker secret create upstream-token -`',
      '  upstream-token: { external: true }',
    ],
  }
}
