import type { UrlName } from '../../client/network/schema.ts'

/** A service that the page asks, in a visitor's words. */
export interface Service {
  label: string
  /** What it is asked for, as a sentence. */
  purpose: string
  /** What whoever runs it gets to know of a visitor, beside the address of his connection. */
  learns: string
}

/** The services of a network, in the order in which a page needs them. */
export const services: Readonly<Record<UrlName, Service>> = {
  rpcUrl: {
    label: 'Node (RPC)',
    purpose:
      'The state of the chain, the raw headers and logs that are recomputed here, and your calls before they are sent.',
    learns: 'which contracts and accounts you look at',
  },
  graphqlUrl: {
    label: 'Index (subgraph)',
    purpose: 'History: observations, pushes, proposals, votes.',
    learns: 'which markets and times you look at',
  },
  hubUrl: {
    label: "Snapshot's hub",
    purpose: 'Proposals and votes of Snapshot.',
    learns: 'which proposals you look at',
  },
  sequencerUrl: {
    label: "Snapshot's sequencer",
    purpose: 'Takes a vote that you sign for Snapshot.',
    learns: 'the votes that you sign there',
  },
  ipfsUrl: {
    label: 'IPFS gateway',
    purpose: 'What was signed on Snapshot, by its hash.',
    learns: 'which signed votes are read',
  },
  relayUrl: {
    label: 'Relay of ballots',
    purpose: 'Brings a ballot that you sign on chain, and pays for it.',
    learns: 'the ballots that you hand to it',
  },
}

/** The same of the nodes of other chains. */
export const remoteService: Service = {
  label: 'Node of another chain',
  purpose: 'What other chains have of the parameters, and which messages came there.',
  learns: 'that somebody looks at the page of chains',
}

/** The same of the replicas of the bot. */
export const replicaService: Service = {
  label: 'Replicas',
  purpose: 'Whether they are ready, and their metrics.',
  learns: 'that somebody looks at the page of operations',
}
