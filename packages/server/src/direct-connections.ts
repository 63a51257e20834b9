/**
 * Connections between the processes of one system are direct: a proxy that the environment names is for the way out to
 * other networks. Bun's `fetch` would send rows to it, even those for this machine, and looks at these variables anew
 * for each call. A `main` imports this before it connects to anything.
 */
for (const name of Object.keys(process.env)) {
  if (/^(?:https?|all)_proxy$/i.test(name)) delete process.env[name]
}
