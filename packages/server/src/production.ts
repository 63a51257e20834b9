/**
 * Elysia explains invalid bodies at length unless it runs in production: a megabyte of invalid rows blocks the event
 * loop for a quarter of a second. It checks when it is loaded, so a `main` imports this first.
 */
process.env.NODE_ENV ??= 'production'
