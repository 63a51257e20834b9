export { Docker } from './images/docker.ts'
export { BASE, imagesOf } from './images/plan.ts'
