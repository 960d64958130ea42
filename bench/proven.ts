/** Evidence measured on chain: gas of whole pushes in each form, and of the view. */
import type { Bench } from './figure.ts'
import { measureProvenGas } from './support/provenGas.ts'

const measureProven: Bench = () => measureProvenGas()

export default measureProven
