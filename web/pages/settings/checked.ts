import type { ServiceFinding } from '../../network/checkService.ts'

/** Of a service: what it answered, or that it is being asked. */
export type Checked = ServiceFinding | 'asking' | undefined
