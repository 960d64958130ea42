// Draws the pictures of docs/model.md from the real core. The same core gives the same bytes.
// Run: node scripts/plotModel.ts

import { writeFileSync } from 'node:fs'
import { type Core, loadCore } from '../core/index.ts'
import { drawAggressiveness } from './plots/drawAggressiveness.ts'
import { drawBand } from './plots/drawBand.ts'
import { drawVault } from './plots/drawVault.ts'

/** The pictures as SVG by the names of their files in `docs/`; readable on light and on dark pages. */
export function plotModel(core: Core): Record<string, string> {
  return {
    'model-vault.svg': drawVault(core),
    'model-band.svg': drawBand(core),
    'model-aggressiveness.svg': drawAggressiveness(core),
  }
}

if (import.meta.main) {
  for (const [name, svg] of Object.entries(plotModel(await loadCore()))) {
    writeFileSync(new URL(`../docs/${name}`, import.meta.url), svg)
  }
}
