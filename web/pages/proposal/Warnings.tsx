import { showText } from '../../../core/index.ts'
import { type Finding, isDanger, listWarnings } from '../../../governance/index.ts'
import { isDangerous } from '../../proposals/judge.ts'
import { Facts } from '../../ui/DataTable.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { CallFacts } from './CallFacts.tsx'
import type { ReadPage } from './useProposalPage.ts'

/** What a voter has to know before anything else, worst first. */
export function Warnings({ read }: { read: ReadPage }) {
  const { verification, snapshot } = read
  const { findings } = verification
  const onSnapshot = snapshot.reading.data?.dangers ?? []
  const shown = listWarnings(verification).map((warning) => ({
    warning,
    finding: findings.find(({ message }) => warning.endsWith(message)),
  }))
  const isBad = ({ warning, finding }: (typeof shown)[number]) =>
    isDanger(warning) || (finding !== undefined && isDangerous(finding))
  const dangers = shown.filter(isBad)
  const others = shown.filter((one) => !isBad(one))
  return (
    <>
      {dangers.map(({ warning, finding }) => (
        <Danger key={warning} warning={warning} finding={finding} read={read} />
      ))}
      {onSnapshot.length > 0 && (
        <Notice
          tone="danger"
          title="DANGER: Snapshot shows something else than the Governor counts"
        >
          {onSnapshot.map((danger) => (
            <p key={danger}>{dropMark(danger)}</p>
          ))}
          <p>Vote on chain or by signature: such a vote counts as it is worded here.</p>
        </Notice>
      )}
      {others.length > 0 && (
        <Notice tone="warn" title="The text is not what Gimbal writes">
          {others.map(({ warning }) => (
            <p key={warning}>{warning}</p>
          ))}
          <p>Read what changes below, which is told from the calls alone.</p>
        </Notice>
      )}
    </>
  )
}

/** The word stands in the title already. */
const dropMark = (warning: string): string => warning.replace(/^DANGER: /, '')

const titles: Readonly<Partial<Record<Finding['kind'], string>>> = {
  'call-unknown': 'DANGER: a call that nobody can read',
  'call-sends-ether': 'DANGER: a call that sends ether',
  'call-hidden': 'DANGER: a call that the text hides',
  'call-missing': 'DANGER: the text promises what no call does',
  'call-order-differs': 'DANGER: the calls come in another order than the text says',
  'value-differs': 'DANGER: text and call disagree',
}

function Danger(props: { warning: string; finding: Finding | undefined; read: ReadPage }) {
  const { warning, finding, read } = props
  const title = (finding && titles[finding.kind]) ?? 'DANGER'
  const isUnknown = finding?.kind === 'call-unknown' || finding?.kind === 'call-sends-ether'
  return (
    <Notice tone="danger" title={title}>
      <p>{showText(dropMark(warning))}</p>
      {finding?.text !== undefined && finding.calldata !== undefined && (
        <Facts
          facts={[
            ['The text says', <bdi key="text">{showText(finding.text)}</bdi>],
            ['The call does', <bdi key="call">{showText(finding.calldata)}</bdi>],
          ]}
        />
      )}
      {isUnknown && finding?.call !== undefined && (
        <>
          <CallFacts made={read.made} index={finding.call} />
          <p>
            Whoever votes for this proposal votes for this call, whatever it does. Do not vote for
            what you cannot read.
          </p>
        </>
      )}
    </Notice>
  )
}
