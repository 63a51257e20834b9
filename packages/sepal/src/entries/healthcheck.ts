import '../../../../docker/healthcheck.ts'
