export { composeCommand, runCompose } from './compose/command.ts'
export { Docker } from './images/docker.ts'
export { BASE, imagesOf } from './images/plan.ts'
export { kubernetesCommand, runKubernetes } from './kubernetes/command.ts'
