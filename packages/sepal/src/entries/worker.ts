import '@sepal/classifier/worker'
