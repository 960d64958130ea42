import { buildSchema } from 'graphql'

const times = (...names: readonly string[]) =>
  names
    .flatMap((name) => [
      ...['', '_not', '_gt', '_gte', '_lt', '_lte'].map((suffix) => `${name}${suffix}: Int`),
      ...['_in', '_not_in'].map((suffix) => `${name}${suffix}: [Int]`),
    ])
    .join(' ')
const texts = (...names: readonly string[]) =>
  names
    .map(
      (name) => `${name}: String ${name}_not: String ${name}_in: [String] ${name}_not_in: [String]`,
    )
    .join(' ')
const collection = (name: string, type: string) =>
  `${name}(first: Int! = 20, skip: Int! = 0, where: ${type}Where, orderBy: String, orderDirection: OrderDirection): [${type}]`

/** The part of the hub's schema that has to do with proposals and votes. Source: snapshot-hub, src/graphql/schema.gql. */
export const hubSchema = buildSchema(`
scalar Any
enum OrderDirection { asc desc }

type Query {
  space(id: String): Space
  proposal(id: String): Proposal
  vote(id: String): Vote
  ${collection('proposals', 'Proposal')}
  ${collection('votes', 'Vote')}
  ${collection('messages', 'Message')}
  ${collection('aliases', 'Alias')}
}

input ProposalWhere {
  ${texts('id', 'ipfs', 'space', 'author', 'network', 'type', 'app')} ${times('created', 'updated', 'start', 'end')}
  state: String flagged: Boolean
}
input VoteWhere { ${texts('id', 'ipfs', 'space', 'voter', 'proposal', 'reason', 'app')} ${times('created')} }
input MessageWhere { ${texts('id', 'address', 'space', 'type')} ${times('mci', 'timestamp')} }
input AliasWhere { ${texts('id', 'ipfs', 'address', 'alias')} ${times('created')} }

type Space {
  id: String! name: String network: String symbol: String strategies: [Strategy] admins: [String] members: [String]
  moderators: [String] filters: SpaceFilters plugins: Any voting: SpaceVoting validation: Validation
  voteValidation: Validation flagged: Boolean flagCode: Int verified: Boolean hibernated: Boolean turbo: Boolean
}
type SpaceFilters { minScore: Float onlyMembers: Boolean }
type SpaceVoting {
  delay: Int period: Int type: String quorum: Float privacy: String aliased: Boolean hideAbstain: Boolean
}
type Strategy { name: String! network: String params: Any }
type Validation { name: String! params: Any }

type Proposal {
  id: String! ipfs: String author: String! created: Int! updated: Int space: Space network: String! symbol: String!
  type: String strategies: [Strategy]! validation: Validation plugins: Any! title: String! body: String
  discussion: String! choices: [String]! labels: [String]! start: Int! end: Int! quorum: Float! quorumType: String
  privacy: String snapshot: Int state: String link: String app: String scores: [Float] scores_by_strategy: Any
  scores_state: String scores_total: Float votes: Int flagged: Boolean flagCode: Int
}

type Vote {
  id: String! ipfs: String voter: String! created: Int! space: Space! proposal: Proposal choice: Any! metadata: Any
  reason: String app: String vp: Float vp_by_strategy: [Float] vp_state: String
}

type Message {
  id: String mci: Int ipfs: String address: String version: String timestamp: Int space: String type: String
  sig: String receipt: String
}

type Alias { id: String! ipfs: String address: String! alias: String! created: Int! }
`)
