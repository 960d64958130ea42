import { buildSchema } from 'graphql'

const times = (name: string) =>
  [name, ...['gt', 'gte', 'lt', 'lte'].map((comparison) => `${name}_${comparison}`)]
    .map((field) => `${field}: Int`)
    .join(' ')
const texts = (...names: readonly string[]) =>
  names.map((name) => `${name}: String ${name}_in: [String]`).join(' ')
const collection = (name: string, type: string) =>
  `${name}s(first: Int, skip: Int, where: ${type}Where, orderBy: String, orderDirection: OrderDirection): [${type}]`

/** The part of the hub's schema that has to do with proposals and votes. Source: snapshot-hub, src/graphql/schema.gql. */
export const hubSchema = buildSchema(`
scalar Any
enum OrderDirection { asc desc }

type Query {
  space(id: String): Space
  proposal(id: String): Proposal
  vote(id: String): Vote
  ${collection('proposal', 'Proposal')}
  ${collection('vote', 'Vote')}
  ${collection('message', 'Message')}
}

input ProposalWhere { ${texts('id', 'space', 'author')} ${times('created')} ${times('start')} ${times('end')} state: String }
input VoteWhere { ${texts('id', 'space', 'voter', 'proposal')} ${times('created')} }
input MessageWhere { ${times('timestamp')} ${texts('space', 'type')} }

type Space {
  id: String! name: String network: String symbol: String strategies: [Strategy] admins: [String] members: [String]
  moderators: [String] filters: SpaceFilters plugins: Any voting: SpaceVoting
}
type SpaceFilters { minScore: Float onlyMembers: Boolean }
type SpaceVoting { delay: Int period: Int type: String quorum: Float privacy: String aliased: Boolean }
type Strategy { name: String! network: String params: Any }

type Proposal {
  id: String! ipfs: String author: String! created: Int! space: Space network: String! symbol: String! type: String
  strategies: [Strategy]! plugins: Any! title: String! body: String discussion: String! choices: [String]!
  labels: [String]! start: Int! end: Int! snapshot: Int state: String app: String scores: [Float] scores_total: Float
  votes: Int
}

type Vote {
  id: String! ipfs: String voter: String! created: Int! space: Space! proposal: Proposal choice: Any! metadata: Any
  reason: String app: String vp: Float
}

type Message {
  id: String ipfs: String address: String version: String timestamp: Int space: String type: String sig: String
  receipt: String
}
`)
