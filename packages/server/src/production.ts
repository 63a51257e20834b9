/**
 * Elysia explains a body that it refuses at length unless it runs in production: a megabyte of wrong rows costs a
 * quarter of a second of the event loop then. It looks when it is loaded, so a `main` imports this before all else.
 */
process.env.NODE_ENV ??= 'production'
