/** Something that people want to hear of. `text` is one line for them; the other fields are for programs. */
export type Notice = { text: string } & (
  | ({ event: 'alarm' | 'alarm-over'; condition: string } & (
      | { replica: string }
      | { prover: string }
      | { keeper: string }
      | { relayer: string }
    ))
  | { event: 'proposal-made' | 'vote-ending'; proposalId: string; endAt: number }
  | { event: 'proposal-over'; proposalId: string; state: string }
)

/** The subjects that a receiver may choose: `alarms` of the replica, prover or keeper, `proposals` of the Governor. */
export const noticeKinds = ['alarms', 'proposals'] as const
export type NoticeKind = (typeof noticeKinds)[number]

export function getKind({ event }: Notice): NoticeKind {
  return event === 'alarm' || event === 'alarm-over' ? 'alarms' : 'proposals'
}
