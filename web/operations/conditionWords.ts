/** What a condition of a replica is about, and what an operator does when it is wrong (docs/runbook.md). */
export interface ConditionWords {
  about: string
  advice: string
}

export const conditionWords: Readonly<Record<string, ConditionWords>> = {
  chain: {
    about: 'the nodes that it asks',
    advice: 'Repair or replace its endpoints; check the clock of its machine.',
  },
  index: {
    about: 'the subgraph that it asks',
    advice: "Look at graph-node's log and its RPC; do not rely on its status healthy.",
  },
  contradiction: {
    about: 'whether its sources agree',
    advice:
      'After a reorganisation it ends by itself. If it lasts, find out which source is wrong.',
  },
  core: {
    about: 'whether it computes with the voted core',
    advice: 'Install the release that was voted on.',
  },
  role: {
    about: 'whether its key is a reporter',
    advice: 'Have voters add the key, or use another one.',
  },
  evidence: {
    about: 'whether its reporter can measure',
    advice: "The reason is beside this: a pool's memory, its portfolio, or a changed source.",
  },
  balance: { about: 'what it can pay pushes with', advice: 'Send ether.' },
  quorum: {
    about: 'whether enough replicas sign',
    advice: 'Look for peer-refused in its log: it names the first field that differs.',
  },
  submission: {
    about: 'whether its pushes are taken',
    advice: 'The reason is in its log and beside this: budget, fees, or what the contract refuses.',
  },
  age: {
    about: 'the age of the value in force',
    advice: 'Look for another condition; check that replicas run.',
  },
  prices: {
    about: 'the signed prices that it listens to',
    advice: 'Look at what names the source: its URL, the clock, the signers.',
  },
  loop: { about: 'its own work', advice: 'Look at err in its log.' },
}

/** A condition of one replica. */
export interface ConditionState {
  name: string
  state: 'good' | 'wrong' | 'alarm'
  /** In the replica's words; undefined: it is good, or they were not told. */
  problem: string | undefined
}
