# The proxy and all classifiers of an ensemble in one process: the proxy's server, the web console, ONNX Runtime for this
# platform, all models. `bun run build:images --together` passes the arguments.
# Nothing is pulled but the base: BuildKit's own Dockerfile syntax is enough.

FROM oven/bun:1.4.5-slim AS manifests
WORKDIR /src
COPY . .
# What decides which packages are installed, so that a changed source line installs nothing again.
RUN find . -type f ! -name package.json ! -name bun.lock ! -name bunfig.toml -delete && find . -type d -empty -delete

FROM oven/bun:1.4.5-slim AS packages
WORKDIR /src
COPY --from=manifests /src .
# The secret is for a registry that asks who you are; without one it is empty.
RUN --mount=type=cache,target=/root/.bun/install/cache --mount=type=secret,id=npmrc,target=/root/.npmrc \
    bun install --frozen-lockfile --production --ignore-scripts --filter @sepal/proxy --filter @sepal/classifier --filter @sepal/console

FROM packages AS runtime
# The package of ONNX Runtime holds the libraries of five platforms, and six parts of seven are of others.
RUN platform=bin/napi-v6/linux/$(bun -p process.arch) \
    && from=$(realpath packages/classifier/node_modules/onnxruntime-node) \
    && mkdir -p /runtime/node_modules/onnxruntime-node/$platform /runtime/node_modules/onnxruntime-common \
    && cp $from/$platform/* /runtime/node_modules/onnxruntime-node/$platform \
    && cp -r $from/package.json $from/dist /runtime/node_modules/onnxruntime-node \
    && cp -rL $from/../onnxruntime-common/package.json $from/../onnxruntime-common/dist /runtime/node_modules/onnxruntime-common \
    && find /runtime -name '*.map' -delete

FROM packages AS bundle
COPY packages packages
COPY docker docker
# Not minified: Elysia reads the handlers' source, and a stack trace should be of use. Split, so that the threads of a
# slow model share the classifiers' code.
RUN bun build packages/proxy/src/main.ts packages/classifier/src/model/worker.ts docker/healthcheck.ts \
    --target bun --external onnxruntime-node --splitting --sourcemap=linked --entry-naming '[name].[ext]' --outdir /bundle
RUN bun packages/console/build/main.ts --out /bundle/console

FROM oven/bun:1.4.5-slim
WORKDIR /app
COPY --from=runtime /runtime .
COPY --from=bundle /bundle .
ARG MODELS=models
COPY --chmod=0444 ${MODELS} models/
ENV CLASSIFIERS=here HOST=:: PORT=9000 MODEL_DIR=/app/models CONSOLE_DIR=/app/console NODE_ENV=production
EXPOSE 9000
# The number, not the name: Kubernetes can then see that it is not root.
USER 1000:1000
HEALTHCHECK --interval=3s --timeout=5s --start-period=60s CMD ["bun", "healthcheck.js"]
ENTRYPOINT ["bun", "main.js"]
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.title="Sepal, all in one process" \
      org.opencontainers.image.description="The proxy and every classifier of an ensemble" \
      org.opencontainers.image.version=${VERSION} \
      org.opencontainers.image.revision=${REVISION} \
      org.opencontainers.image.licenses=MIT \
      org.opencontainers.image.base.name=docker.io/oven/bun:1.4.5-slim
