import type { PreviewFailure, VaultPreview } from '../../bot/keeper/previewVault.ts'
import { isMeasured } from '../../bot/keeper/readVault.ts'
import { formatDuration } from '../../client/formatDuration.ts'
import { formatAmount } from '../../governance/index.ts'

/** A vault's preview: a line that names it, one with what is due, and one with figures. */
export function formatPreview(preview: VaultPreview | PreviewFailure): string[] {
  const head = `${preview.name}  ${preview.address}`
  if ('problem' in preview) return [head, `  ${preview.problem}`]
  const { kind, text, driftPips, bandPips } = preview
  const drift = isMeasured(preview) ? formatAmount(driftPips, 'pips') : 'not known'
  const figures = `drift ${drift}, band ${formatAmount(bandPips, 'pips')}`
  return [`${head}  ${kind}`, `  ${text}`, `  ${figures}; ${describeEpoch(preview)}`]
}

function describeEpoch({ epochSec, epochLeftSec }: VaultPreview): string {
  if (epochSec === undefined || epochLeftSec === undefined) return 'it does not tell its epoch'
  const length = formatDuration(epochSec)
  if (epochLeftSec === 0n) return `its epoch of ${length} is over`
  return `${formatDuration(epochLeftSec)} of its epoch of ${length} are left`
}
