// Written by `npm run deployments` from the files beside it.
import type { Deployment } from './deployment.ts'

/** Every public network that has a file here, by the ids of their chains. */
export const deployments: readonly Deployment[] = []
