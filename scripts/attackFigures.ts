// Writes what docs/evidence.md says of attacks, from a recorded chain on anvil.
// Run: node scripts/bootstrap.mjs scripts/attackFigures.ts

import { readFileSync, writeFileSync } from 'node:fs'
import { formatAttacks } from '../bench/support/attacks/formatAttacks.ts'
import { computeAttackReport } from '../bench/support/attacks/report.ts'
import { placeFigures } from './reference/placeFigures.ts'

const page = new URL('../docs/evidence.md', import.meta.url)
const parts = formatAttacks(await computeAttackReport())
writeFileSync(page, placeFigures(readFileSync(page, 'utf8'), 'docs/evidence.md', parts))
