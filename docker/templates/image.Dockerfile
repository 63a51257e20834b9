# $TITLE. Made by `sepal images`, beside everything that it copies: nothing is installed here.
FROM $BASE
# Docker sets it: amd64 or arm64.
ARG TARGETARCH
WORKDIR /app
# What changes least comes first, so that a new model is a small layer.
$COPIES
ENV $ENVIRONMENT
$EXPOSE
# The number, not the name: Kubernetes can then see that it is not root.
USER 1000:1000
HEALTHCHECK --interval=3s --timeout=5s --start-period=60s CMD ["bun", "healthcheck.js"]
ENTRYPOINT ["bun", "$ENTRY"]
LABEL $LABELS
