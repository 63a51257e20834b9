import '@sepal/classifier/main'
