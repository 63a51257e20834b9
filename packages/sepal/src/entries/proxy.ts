import '@sepal/proxy/main'
