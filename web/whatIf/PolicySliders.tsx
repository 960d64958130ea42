import { memo, useState } from 'react'
import type { Policy } from '../../core/index.ts'
import { policySpecs } from '../../governance/fields.ts'
import { Button } from '../ui/Button.tsx'
import { explain, PolicySlider } from './PolicySlider.tsx'
import styles from './whatIf.module.css'

/** Figures that are thought of together, by their names in documents. */
const groups = [
  { title: 'Risk', names: ['riskAversion', 'viscosity', 'curvature', 'curvatureCap'] },
  { title: 'Caution', names: ['z', 'zJump'] },
  { title: 'Cost', names: ['poolFee', 'slippageCap', 'gas', 'priorityFee', 'txSize'] },
  { title: 'Time', names: ['epoch', 'executionDelay', 'inclusionBlocks'] },
  { title: 'Chain', names: ['gasTarget', 'baseFeeDenominator'] },
].map(({ title, names }) => ({
  title,
  specs: names.flatMap((name) => policySpecs.find((spec) => spec.name === name) ?? []),
}))

/**
 * The figures of a policy, each as a slider and as a text. Where there is no room for all of them, one group is there at a
 * time: what they do has to be seen while they move.
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
  const [chosen, choose] = useState(groups[0]?.title)
  const [touched, setTouched] = useState(groups[0]?.specs[0])
  const countChanged = ({ specs }: (typeof groups)[number]) =>
    specs.filter(({ field }) => policy[field] !== inForce[field]).length
  return (
    <>
      <fieldset className={styles.chooser}>
        <legend className="visually-hidden">Which figures are shown</legend>
        {groups.map((group) => {
          const changed = countChanged(group)
          return (
            <Button
              key={group.title}
              isSmall
              aria-pressed={group.title === chosen}
              onClick={() => choose(group.title)}
            >
              {group.title}
              {changed > 0 && <span className={styles.count}>{changed} changed</span>}
            </Button>
          )
        })}
      </fieldset>
      {groups.map(({ title, specs }) => (
        <fieldset key={title} className={styles.group} data-chosen={title === chosen}>
          <legend className={styles.legend}>{title}</legend>
          {specs.map((spec) => (
            <PolicySlider
              key={spec.name}
              spec={spec}
              value={policy[spec.field]}
              inForce={inForce[spec.field]}
              onMove={onMove}
              onTouch={setTouched}
            />
          ))}
        </fieldset>
      ))}
      {/* Each slider has its own for who listens; for all of them there is no room. */}
      <p className={styles.touched} aria-hidden="true">
        {touched !== undefined && explain(touched)}
      </p>
    </>
  )
})
