import { useState } from 'react'
import { formatUtc } from '../../client/formatUtc.ts'
import {
  type MarketDiff,
  nameChain,
  type RemoteDiff,
  sayBefore,
  sayRemote,
} from '../../governance/index.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Stranger } from '../ui/texts.tsx'
import styles from './diff.module.css'
import { EvidenceTable } from './EvidenceTable.tsx'
import { FieldRow } from './FieldRow.tsx'
import { ModelTable } from './ModelTable.tsx'
import { groupFields, sayDirections } from './words.ts'

/** So many fields are read at a glance; more are folded under their headings. */
const MAX_OPEN_FIELDS = 16

/**
 * What changes, in human units: old and new on the field's range, which direction loosens, and what the model returns before
 * and after. The contract's own figures are shown on demand.
 */
export function DiffTable({ diff }: { diff: readonly MarketDiff[] }) {
  const [hasCounted, setCounted] = useState(false)
  return (
    <div className={styles.diff}>
      <div className={styles.legend}>
        <span className={styles.key} data-kind="before">
          before
        </span>
        <span className={styles.key} data-kind="after">
          after
        </span>
        <span className={styles.way} data-way="looser">
          looser: more risk
        </span>
        <span className={styles.way} data-way="tighter">
          tighter: less risk
        </span>
        <Button isSmall aria-pressed={hasCounted} onClick={() => setCounted(!hasCounted)}>
          {hasCounted ? 'Hide the contract’s figures' : 'Show the contract’s figures'}
        </Button>
      </div>
      <ol className={styles.changes}>
        {diff.map((change) => (
          <Change key={change.index} change={change} hasCounted={hasCounted} />
        ))}
      </ol>
    </div>
  )
}

function Change({ change, hasCounted }: { change: MarketDiff; hasCounted: boolean }) {
  const { index, label, rationale, fields, model, evidence, remote } = change
  return (
    <li className={styles.change}>
      <div className={styles.changeHead}>
        <h3>
          {index + 1}. {label}
        </h3>
        <span className={styles.soft}>{sayDirections(change)}</span>
      </div>
      {remote !== undefined && <RemoteNotice remote={remote} />}
      {rationale !== '' && (
        <blockquote className={styles.rationale}>
          <Stranger text={rationale} />
        </blockquote>
      )}
      {fields.length > MAX_OPEN_FIELDS ? (
        groupFields(fields).map(([title, group]) => (
          <details key={title} className={styles.group}>
            <summary>
              {title}: {group.length === 1 ? '1 setting' : `${group.length} settings`}
            </summary>
            <Fields fields={group} hasCounted={hasCounted} />
          </details>
        ))
      ) : (
        <Fields fields={fields} hasCounted={hasCounted} />
      )}
      <ModelTable model={model} hasCounted={hasCounted} />
      {evidence !== undefined && <EvidenceTable evidence={evidence} />}
    </li>
  )
}

/** That a change is not for this chain, before what it changes. */
function RemoteNotice({ remote }: { remote: RemoteDiff }) {
  const before = sayBefore(remote)
  return (
    <Notice tone="warn" title={`For another chain: ${nameChain(remote)}`}>
      <p>{sayRemote(remote, formatUtc)}</p>
      {before !== undefined && <p>{before}</p>}
    </Notice>
  )
}

function Fields({ fields, hasCounted }: Pick<MarketDiff, 'fields'> & { hasCounted: boolean }) {
  return (
    <ul className={styles.fields}>
      {fields.map((field) => (
        <FieldRow key={field.path} field={field} hasCounted={hasCounted} />
      ))}
    </ul>
  )
}
