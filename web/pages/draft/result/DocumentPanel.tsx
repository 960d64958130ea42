import { size } from 'viem'
import { nameChange } from '../../../../governance/description.ts'
import { formatDocument } from '../../../../governance/index.ts'
import { MAX_BODY_CHARACTERS } from '../../../../snapshot/listProposalFaults.ts'
import { useSession } from '../../../network/session.ts'
import { Button } from '../../../ui/Button.tsx'
import { Facts } from '../../../ui/DataTable.tsx'
import { saveFile } from '../../../ui/saveFile.ts'
import { Copy, Short, Stranger } from '../../../ui/texts.tsx'
import styles from '../draft.module.css'
import { formatCalls } from '../model/formatCalls.ts'
import { measureProposal } from '../model/measureProposal.ts'
import { nameFile } from '../model/nameFile.ts'
import { createSafeBatch } from '../model/safeBatch.ts'
import type { PreparedProposal } from './useProposal.ts'

const count = (number: number) => number.toLocaleString('en')

/** What the draft becomes: document, description and calls, each to copy and to download. */
export function DocumentPanel({ prepared }: { prepared: PreparedProposal }) {
  const { document, documentHash, proposal, description, call } = prepared
  const { network } = useSession()
  const { title } = document
  const yaml = formatDocument(document)
  const sent = { ...proposal, description }
  const { characters, calldataBytes } = measureProposal(sent)
  const isLong = characters > MAX_BODY_CHARACTERS
  return (
    <section className={styles.part} aria-label="What is proposed">
      <h2>What is proposed</h2>
      <Facts
        facts={[
          ['Document', <Short key="hash" hex={documentHash} what="the document's hash" />],
          [
            'Description',
            <span key="size" data-tone={isLong ? 'warn' : undefined}>
              {count(characters)} of Snapshot's {count(MAX_BODY_CHARACTERS)} characters
              {isLong && ': too long for Snapshot, and no matter for the Governor'}
            </span>,
          ],
          ['Calldata', `${count(calldataBytes)} bytes in ${nameCalls(proposal.calldatas.length)}`],
        ]}
      />
      <meter
        className={styles.meter}
        min={0}
        max={MAX_BODY_CHARACTERS}
        value={Math.min(characters, MAX_BODY_CHARACTERS)}
        aria-label={`The description has ${count(characters)} of ${count(MAX_BODY_CHARACTERS)} characters`}
      />
      <details>
        <summary>The document, complete</summary>
        <div className={styles.row}>
          <Copy text={yaml} what="the document" />
          <Button
            isSmall
            look="quiet"
            onClick={() => saveFile(nameFile(title, 'document.yaml'), 'text/yaml', yaml)}
          >
            Download
          </Button>
        </div>
        <Verbatim text={yaml} name="The document" />
      </details>
      <details>
        <summary>The description</summary>
        <div className={styles.row}>
          <Copy text={description} what="the description" />
          <Button
            isSmall
            look="quiet"
            onClick={() => saveFile(nameFile(title, 'md'), 'text/markdown', description)}
          >
            Download
          </Button>
        </div>
        <div className={styles.verbatim}>
          <Stranger text={description} />
        </div>
      </details>
      <details>
        <summary>{capitalizeCalls(proposal.calldatas.length)}</summary>
        <ol className={styles.calls}>
          {document.changes.map((change, index) => {
            const data = proposal.calldatas[index] ?? '0x'
            return (
              <li key={data}>
                <strong>{nameChange(change)}</strong>
                <Facts
                  facts={[
                    [
                      'Target',
                      <Short key="to" hex={proposal.targets[index] ?? '0x'} what="the target" />,
                    ],
                    ['Value', `${proposal.values[index] ?? 0n} wei`],
                    [
                      'Data',
                      <span key="data" className={styles.row}>
                        <code>{data.slice(0, 10)}…</code> {count(size(data))} bytes
                        <Copy text={data} what={`the calldata of change ${index + 1}`} />
                      </span>,
                    ],
                  ]}
                />
              </li>
            )
          })}
        </ol>
      </details>
      <div className={styles.row}>
        <Button
          isSmall
          onClick={() =>
            saveFile(nameFile(title, 'calls.json'), 'application/json', formatCalls(sent))
          }
        >
          Download the calls
        </Button>
        <Button
          isSmall
          disabled={call === undefined}
          title={call === undefined ? 'It is made for the account that proposes' : undefined}
          onClick={() =>
            call !== undefined &&
            saveFile(
              nameFile(title, 'safe.json'),
              'application/json',
              createSafeBatch(call, network.chainId, title, Date.now()),
            )
          }
        >
          Download for a Safe
        </Button>
      </div>
    </section>
  )
}

const nameCalls = (calls: number) => (calls === 1 ? 'one call' : `${calls} calls`)
const capitalizeCalls = (calls: number) => (calls === 1 ? 'The call' : `The ${calls} calls`)

/** A text as it is, in a box that scrolls. */
function Verbatim({ text, name }: { text: string; name: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className={styles.verbatim} tabIndex={0} aria-label={name}>
      <pre>{text}</pre>
    </section>
  )
}
