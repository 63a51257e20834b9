# The proxy: its server, the web console, ensemble.json, the module that decides if there is one, the models' cards and
# data; no model. `bun run build:images` passes the arguments.
# Nothing is pulled but the base: BuildKit's own Dockerfile syntax is enough.

FROM oven/bun:1.4.5-slim AS manifests
WORKDIR /src
COPY . .
# What decides which packages are installed, so that a changed source line installs nothing again.
RUN find . -type f ! -name package.json ! -name bun.lock ! -name bunfig.toml -delete && find . -type d -empty -delete

FROM oven/bun:1.4.5-slim AS bundle
WORKDIR /src
COPY --from=manifests /src .
# The secret is for a registry that asks who you are; without one it is empty.
RUN --mount=type=cache,target=/root/.bun/install/cache --mount=type=secret,id=npmrc,target=/root/.npmrc \
    bun install --frozen-lockfile --production --omit=optional --ignore-scripts --filter @sepal/proxy --filter @sepal/console
COPY packages packages
COPY docker docker
# Not minified: Elysia reads the handlers' source, and a stack trace should be of use.
# Without the classifiers, which it loads only to run them in its own process: see together.Dockerfile.
RUN bun build packages/proxy/src/main.ts docker/healthcheck.ts \
    --target bun --external @sepal/classifier/start --sourcemap=linked --entry-naming '[name].[ext]' --outdir /bundle
RUN bun packages/console/build/main.ts --out /bundle/console

FROM oven/bun:1.4.5-slim
WORKDIR /app
COPY --from=bundle /bundle .
ARG MODELS=models
# BuildKit takes patterns that match nothing.
COPY --chmod=0444 ${MODELS}/ensemble.json ${MODELS}/*.ts ${MODELS}/*.js ${MODELS}/*.mjs ${MODELS}/*.card.json ${MODELS}/*.csv models/
ENV HOST=:: PORT=9000 MODEL_DIR=/app/models CONSOLE_DIR=/app/console NODE_ENV=production
EXPOSE 9000
# The number, not the name: Kubernetes can then see that it is not root.
USER 1000:1000
HEALTHCHECK --interval=3s --timeout=5s --start-period=60s CMD ["bun", "healthcheck.js"]
ENTRYPOINT ["bun", "main.js"]
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.title="Sepal proxy" \
      org.opencontainers.image.description="Asks every classifier, merges their answers and decides" \
      org.opencontainers.image.version=${VERSION} \
      org.opencontainers.image.revision=${REVISION} \
      org.opencontainers.image.licenses=MIT \
      org.opencontainers.image.base.name=docker.io/oven/bun:1.4.5-slim
