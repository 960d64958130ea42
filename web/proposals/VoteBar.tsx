import { formatVotes } from '../../governance/index.ts'
import styles from './proposals.module.css'

interface Votes {
  forVotes: bigint
  againstVotes: bigint
  abstainVotes: bigint
  quorumVotes: bigint
}

/**
 * Votes beside each other, and the quorum as a mark: For and Abstain, which count for it, come first. The words that say
 * the same belong beside it.
 */
export function VoteBar({ forVotes, againstVotes, abstainVotes, quorumVotes }: Votes) {
  const cast = forVotes + againstVotes + abstainVotes
  const whole = cast > quorumVotes ? cast : quorumVotes
  const share = (votes: bigint) =>
    whole === 0n ? '0%' : `${Number((votes * 10_000n) / whole) / 100}%`
  return (
    <div className={styles.bar} aria-hidden="true">
      <div data-choice="for" style={{ width: share(forVotes) }} />
      <div data-choice="abstain" style={{ width: share(abstainVotes) }} />
      <div data-choice="against" style={{ width: share(againstVotes) }} />
      <span className={styles.quorum} style={{ left: share(quorumVotes) }} />
    </div>
  )
}

/** The same in words. */
export function sayVotes({ forVotes, againstVotes, abstainVotes, quorumVotes }: Votes): string {
  const isReached = forVotes + abstainVotes >= quorumVotes
  return `For ${formatVotes(forVotes)}, against ${formatVotes(againstVotes)}, abstain ${formatVotes(abstainVotes)}; quorum of ${formatVotes(quorumVotes)} ${isReached ? 'reached' : 'not reached'}`
}
