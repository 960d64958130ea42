import { useHead } from '../../data/useHead.ts'
import { useSession } from '../../network/session.ts'
import { type ReplicaNow, summarizeReplicas } from '../../operations/words.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Page } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { AddReplica } from './AddReplica.tsx'
import { CompareReplicas } from './CompareReplicas.tsx'
import { ReplicaPanel } from './ReplicaPanel.tsx'
import { useReplicas } from './useReplicas.ts'

/** The replicas of the bot, as they answer this page: whether each can work, and what it counts. */
export default function OperationsPage() {
  const reading = useReplicas()
  const { network } = useSession()
  return (
    <Page
      title="Operations"
      lead="The replicas of the bot that measure, sign and push: whether each can work, and what it counts. Asked every few seconds while this page is seen."
    >
      {network.replicaUrls.length === 0 ? (
        <Notice tone="info" title="No replica is known">
          <p>
            The file of this network names none. Whoever runs one can give its URL here; it stays in
            this browser. Others need not: what the contract holds is checked without any replica.
          </p>
        </Notice>
      ) : (
        <ReadingView reading={reading} what="the replicas">
          {(replicas) => <Replicas replicas={replicas} />}
        </ReadingView>
      )}
      <AddReplica />
    </Page>
  )
}

function Replicas({ replicas }: { replicas: readonly ReplicaNow[] }) {
  const head = useHead()
  const { tone, title, sentences } = summarizeReplicas(replicas)
  return (
    <>
      <Notice tone={tone} title={title}>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Notice>
      {replicas.some(({ answer }) => answer.kind === 'answers') && (
        <CompareReplicas replicas={replicas} />
      )}
      {replicas.map((replica) => (
        <ReplicaPanel key={replica.url} replica={replica} headBlock={head?.number} />
      ))}
    </>
  )
}
