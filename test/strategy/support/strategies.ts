import { loadStrategies } from '../../../core/loadStrategies.ts'

export const strategies = await loadStrategies()
