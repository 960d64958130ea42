import { memo } from 'react'
import type { Policy } from '../../core/index.ts'
import { policySpecs } from '../../governance/fields.ts'
import { PolicySlider } from './PolicySlider.tsx'
import styles from './whatIf.module.css'

/** Figures that are thought of together, by their names in documents. */
const groups: readonly { title: string; names: readonly string[] }[] = [
  { title: 'Risk', names: ['riskAversion', 'curvature', 'curvatureCap', 'viscosity'] },
  { title: 'Caution', names: ['z', 'zJump'] },
  { title: 'Cost of a trade', names: ['poolFee', 'slippageCap', 'gas', 'priorityFee', 'txSize'] },
  { title: 'Time', names: ['epoch', 'executionDelay', 'inclusionBlocks'] },
  { title: "The chain's fee rule", names: ['gasTarget', 'baseFeeDenominator'] },
]

/**
 * The figures of a policy, each as a slider and as a text.
 *
 * @param inForce - To come back to.
 * @param onMove - Told at each movement, with the event's `timeStamp`.
 */
export const PolicySliders = memo(function PolicySliders(props: {
  policy: Policy
  inForce: Policy
  onMove: (field: keyof Policy, value: bigint, inputMs: number) => void
}) {
  const { policy, inForce, onMove } = props
  return (
    <div className={styles.groups}>
      {groups.map(({ title, names }, index) => {
        const specs = names.flatMap((name) => policySpecs.find((spec) => spec.name === name) ?? [])
        const changed = specs.filter(({ field }) => policy[field] !== inForce[field]).length
        return (
          <details key={title} open={index < 2} className={styles.group}>
            <summary>
              {title}
              {changed > 0 && <span className={styles.count}> {changed} changed</span>}
            </summary>
            <div className={styles.sliders}>
              {specs.map((spec) => (
                <PolicySlider
                  key={spec.name}
                  spec={spec}
                  value={policy[spec.field]}
                  inForce={inForce[spec.field]}
                  onMove={onMove}
                />
              ))}
            </div>
          </details>
        )
      })}
    </div>
  )
})
