/** Exit code 0 when the server in this container says that it is ready. Docker keeps what is printed. */
export {}

const response = await fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`)
console.log(await response.text())
process.exit(response.ok ? 0 : 1)
