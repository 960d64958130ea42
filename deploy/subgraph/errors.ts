import { BaseError } from '../../core/errors.ts'

/** The subgraph does not compile, or what it is compiled from is missing. `cause` is the error underneath. */
export class SubgraphBuildError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('deploy/subgraph-build', message, options)
  }
}

/** A subgraph did not get to a graph-node: it or its IPFS does not answer, or refuses. */
export class SubgraphUploadError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('deploy/subgraph-upload', message, options)
  }
}
