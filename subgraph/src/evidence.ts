// Handles the measurements of contracts of evidence: those that markets have among their reporters.

import { Measured } from '../../build/subgraph/generated/templates/Evidence/Evidence'
import { saveMeasurement } from './measurements'

export function handleMeasured(event: Measured): void {
  saveMeasurement(event, event.params.marketId, event.params.kind, event.params.state)
}
