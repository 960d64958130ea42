import type { FillSettings, RunSettings } from './settings.ts'
import { RunSettingsError } from './simulator/errors.ts'

const MILLION = 1_000_000

/** @throws RunSettingsError for the first setting that is not possible. */
export function checkRunSettings({ rules, fill }: RunSettings): void {
  if (rules.length === 0) throw new RunSettingsError('rules', 'empty', 'give at least one rule')
  const ids = new Set<string>()
  for (const { rule, version } of rules) {
    if (ids.has(rule.id)) throw new RunSettingsError('rules', rule.id, 'give each rule once')
    if (rule.kind === 'policy' && version === undefined) {
      throw new RunSettingsError('version', 'missing', `rule ${rule.id} follows a voted version`)
    }
    ids.add(rule.id)
  }
  checkFill(fill)
}

function checkFill(fill: FillSettings): void {
  const { latencyBlocks, isWhatIf, slippageCapPips, perp } = fill
  requireWithin('fill.latencyBlocks', latencyBlocks, 0, MILLION)
  if (!Number.isInteger(latencyBlocks)) {
    throw new RunSettingsError('fill.latencyBlocks', latencyBlocks, 'give a whole number of blocks')
  }
  if (latencyBlocks === 0 && isWhatIf !== true) {
    const allowed =
      'nobody trades in the block that he decides on; give 1 or more, or say that this is a what-if run'
    throw new RunSettingsError('fill.latencyBlocks', latencyBlocks, allowed)
  }
  requireWithin('fill.refillPips', fill.refillPips, 0, MILLION)
  requireWithin('fill.feePips', fill.feePips, 0, MILLION)
  requireWithin('fill.gasUnits', fill.gasUnits, 0, 1e9)
  requireWithin('fill.priorityFeePerGas', fill.priorityFeePerGas, 0, 1e15)
  requireWithin('fill.maxFeePerGas', fill.maxFeePerGas, 0, Number.POSITIVE_INFINITY)
  requireWithin('fill.riskAversionE4', fill.riskAversionE4, 0, 1e9)
  if (slippageCapPips !== undefined) {
    requireWithin('fill.slippageCapPips', slippageCapPips, 1, MILLION - 1)
  }
  if (perp === undefined) return
  requireWithin('fill.perp.feePips', perp.feePips, 0, MILLION)
  requireWithin('fill.perp.halfSpreadPips', perp.halfSpreadPips, 0, MILLION)
  requireWithin('fill.perp.depthUsd6', perp.depthUsd6, 1, Number.MAX_SAFE_INTEGER)
}

function requireWithin(field: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max)) {
    throw new RunSettingsError(field, value, `give a number from ${min} to ${max}`)
  }
}
