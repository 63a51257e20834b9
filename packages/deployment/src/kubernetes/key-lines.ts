/** Lines of the manifests that make callers need keys and classifiers a token; without keys there are none. */
export function keyLines(hasKeys: boolean) {
  if (!hasKeys) return { KEYS: [], TOKEN: [], MOUNTS: [], VOLUMES: [] }
  return {
    KEYS: [
      '# kubectl create secret generic api-keys --from-file=keys.json. A change of it needs no restart.',
      '- { name: API_KEYS_FILE, value: /run/secrets/api-keys/keys.json }',
    ],
    TOKEN: [
      '# kubectl create secret generic upstream-token --from-literal=token=$(openssl rand -hex 32)',
      '- { name: UPSTREAM_TOKEN, valueFrom: { secretKeyRef: { name: upstream-token, key: token } } }',
    ],
    MOUNTS: [
      'volumeMounts:',
      '  # The whole Secret: a single file of it would not change with it.',
      '  - { name: api-keys, mountPath: /run/secrets/api-keys, readOnly: true }',
    ],
    VOLUMES: ['volumes:', '  - { name: api-keys, secret: { secretName: api-keys } }'],
  }
}
