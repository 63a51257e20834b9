/**
 * Makes connections between the processes of one system direct. Proxies named in the environment are meant for other
 * networks, yet Bun's `fetch` would send them rows even for this machine, and reads the variables on every call. A
 * `main` imports this before it connects to anything.
 */
for (const name of Object.keys(process.env)) {
  if (/^(?:https?|all)_proxy$/i.test(name)) delete process.env[name]
}
