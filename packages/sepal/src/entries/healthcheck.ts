import '@sepal/deployment/healthcheck'
