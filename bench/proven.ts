/** Evidence measured on chain: gas of whole pushes in each form, and of the view; what attacks move and cost. */
import type { Bench } from './figure.ts'
import { measureAttackFigures } from './support/attacks/attackFigures.ts'
import { measureProvenGas } from './support/provenGas.ts'

const measureProven: Bench = async () => [
  ...(await measureProvenGas()),
  ...(await measureAttackFigures()),
]

export default measureProven
