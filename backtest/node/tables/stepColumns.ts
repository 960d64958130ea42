import { parameterFields } from '../../../core/index.ts'
import type { StepRecord } from '../../outcome.ts'
import { integer, text, USD6 } from './columnMakers.ts'
import type { TableColumn } from './table.ts'

/** `steps.parquet`: a row per step of a rule. */
export const stepColumns: readonly TableColumn<StepRecord>[] = [
  integer('at', 'unix seconds', 'End of the step', (step) => step.at),
  text('ruleId', 'Rule', (step) => step.ruleId),
  integer('navUsd6', USD6, 'Net value after the step', (step) => step.navUsd6),
  integer('exposureUsd6', USD6, 'Exposure held', (step) => step.exposureUsd6),
  integer('targetUsd6', USD6, 'Exposure wanted', (step) => step.targetUsd6),
  integer('driftPips', '1e6 = 100 %', 'Held less wanted, over the net value', computeDriftPips),
  integer('amountUsd6', USD6, 'Signed change of exposure by a fill', (step) => step.amountUsd6),
  integer('feeUsd6', USD6, "Cost: the venue's fee", (step) => step.feeUsd6),
  integer('impactUsd6', USD6, 'Cost: price impact', (step) => step.impactUsd6),
  integer('gasUsd6', USD6, 'Cost: gas', (step) => step.gasUsd6),
  integer('riskUsd6', USD6, 'gamma / 2 return^2 drift^2 net value', (step) => step.riskUsd6),
  ...parameterFields.map((field, index) => ({
    ...integer<StepRecord>(
      field,
      '',
      'Value in force (docs/model.md); none for a plain rule',
      (step) => step.parameters?.[index],
    ),
    isNullable: true,
  })),
]

/** 0 without a net value: nothing is left to steer. */
function computeDriftPips({ navUsd6, exposureUsd6, targetUsd6 }: StepRecord): number {
  return navUsd6 > 0 ? ((exposureUsd6 - targetUsd6) / navUsd6) * 1e6 : 0
}
