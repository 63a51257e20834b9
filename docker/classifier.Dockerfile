# One classifier: its server, ONNX Runtime for this platform, one model. `bun run build:images` passes the arguments.
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
    bun install --frozen-lockfile --production --ignore-scripts --filter @sepal/classifier

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
# Not minified: Elysia reads the handlers' source, and a stack trace should be of use.
RUN bun build packages/classifier/src/main.ts packages/classifier/src/model/worker.ts docker/healthcheck.ts \
    --target bun --external onnxruntime-node --sourcemap=linked --entry-naming '[name].[ext]' --outdir /bundle

FROM packages AS model
COPY packages packages
ARG MODELS=models
COPY ${MODELS} /folder
ARG CLASSIFIER
# The model, the files with its weights and its golden rows; of the folder, an image has no more.
RUN bun packages/classifier/build/main.ts /folder "${CLASSIFIER}" /model

FROM oven/bun:1.4.5-slim
WORKDIR /app
COPY --from=runtime /runtime .
COPY --from=bundle /bundle .
COPY --from=model /model models/
ARG CLASSIFIER
ARG PORT
ENV MODE=${CLASSIFIER} HOST=:: PORT=${PORT} MODEL_DIR=/app/models NODE_ENV=production
EXPOSE ${PORT}
# The number, not the name: Kubernetes can then see that it is not root.
USER 1000:1000
HEALTHCHECK --interval=3s --timeout=5s --start-period=60s CMD ["bun", "healthcheck.js"]
ENTRYPOINT ["bun", "main.js"]
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.title="Sepal classifier ${CLASSIFIER}" \
      org.opencontainers.image.description="One model behind HTTP" \
      org.opencontainers.image.version=${VERSION} \
      org.opencontainers.image.revision=${REVISION} \
      org.opencontainers.image.licenses=MIT \
      org.opencontainers.image.base.name=docker.io/oven/bun:1.4.5-slim
