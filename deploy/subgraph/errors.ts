import { BaseError } from '../../core/errors.ts'

/** The subgraph does not compile, or what it is compiled from is missing. `cause` is the error underneath. */
export class SubgraphBuildError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('deploy/subgraph-build', message, options)
  }
}

/** A subgraph cannot be rendered for a network: the network, an address or a block is missing or not allowed. */
export class SubgraphTargetError extends BaseError {
  readonly network: string

  constructor(network: string, reason: string) {
    super('deploy/subgraph-target', `subgraph for ${network}: ${reason}`)
    this.network = network
  }
}

/** A subgraph did not get to a graph-node: it or its IPFS does not answer, or refuses. */
export class SubgraphUploadError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('deploy/subgraph-upload', message, options)
  }
}
