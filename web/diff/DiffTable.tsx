import type { MarketDiff } from '../../governance/index.ts'

/** What changes, in human units: old and new on the field's range, and which direction loosens. */
export function DiffTable({ diff }: { diff: readonly MarketDiff[] }) {
  return (
    <ul>
      {diff.map(({ index, label }) => (
        <li key={index}>{label}</li>
      ))}
    </ul>
  )
}
