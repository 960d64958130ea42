import type { ReactNode } from 'react'
import { type ParameterField, parameterFields } from '../../../core/fields.ts'
import { diffConfigs, type FieldDiff } from '../../../governance/diffFields.ts'
import { nameParameter } from '../../../governance/diffVectors.ts'
import type { MarketConfig } from '../../../governance/document.ts'
import { vectorSpecs } from '../../../governance/fields.ts'
import type { MarketNow } from '../../data/useMarkets.ts'
import { DataTable, Facts } from '../../ui/DataTable.tsx'
import { Panel } from '../../ui/Page.tsx'
import { Short } from '../../ui/texts.tsx'
import styles from './market.module.css'

const boundsColumns = [
  ['min', 'Least'],
  ['max', 'Largest'],
  ['stepUp', 'Step up'],
  ['stepDown', 'Step down'],
  ['budget', 'Budget'],
] as const

/** All that token holders have voted for a market, folded by parts. */
export function Voted({ market }: { market: MarketNow }) {
  const { config, coreHash } = market
  // The difference from nothing names every field with its unit.
  const fields = new Map(diffConfigs(undefined, config).map((field) => [field.path, field]))
  const text = (path: string) => fields.get(path)?.to.text ?? ''
  const part = (group: string) => listPart([...fields.values()], group)
  return (
    <Panel title="What was voted">
      <Fold title="Bounds">
        <DataTable
          caption="Bounds of each parameter"
          isCaptionHidden
          rows={parameterFields}
          keyOf={(field) => field}
          columns={[
            { title: 'Parameter', cell: (field) => nameParameter(field) },
            ...boundsColumns.map(([group, title]) => ({
              title,
              align: 'end' as const,
              cell: (field: ParameterField) => text(`bounds.${group}.${nameInDocument(field)}`),
            })),
          ]}
        />
        <Facts
          facts={[
            ['Budget window', text('bounds.budgetWindow')],
            ['Cooldown', text('bounds.cooldown')],
          ]}
        />
      </Fold>
      <Fold title="Policy">
        <Facts facts={part('policy')} />
      </Fold>
      <Fold title="Fallback">
        <Facts facts={part('fallback')} />
      </Fold>
      <Fold title="Freshness">
        <Facts facts={part('freshness')} />
      </Fold>
      <Fold title="Reporters and threshold">
        <Reporters config={config} />
      </Fold>
      <Fold title="Source">
        <Facts facts={part('source')} />
      </Fold>
      <Fold title="Model">
        <Facts
          facts={[
            ['Model', text('model')],
            ['Core hash', <Short key="hash" hex={coreHash} what="core hash" />],
          ]}
        />
      </Fold>
    </Panel>
  )
}

function Fold({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className={styles.fold}>
      <summary>{title}</summary>
      <div className={styles.folded}>{children}</div>
    </details>
  )
}

function Reporters({ config }: { config: MarketConfig }) {
  const { reporters, threshold } = config
  return (
    <>
      <p>
        A report counts with {String(threshold)} of these {reporters.length} signatures.
      </p>
      <ul className={styles.plain}>
        {reporters.map((address) => (
          <li key={address}>
            <Short hex={address} what="reporter" />
          </li>
        ))}
      </ul>
    </>
  )
}

/** The fields of a part, without its name before each label. */
function listPart(fields: readonly FieldDiff[], group: string): (readonly [string, string])[] {
  return fields
    .filter(({ path }) => path.startsWith(`${group}.`))
    .map(({ label, to }) => [label.replace(/^(fallback of|source:) /, ''), to.text] as const)
}

function nameInDocument(field: ParameterField): string {
  return vectorSpecs.find((spec) => spec.field === field)?.name ?? field
}
