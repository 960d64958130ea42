import { BaseError } from '../../core/errors.ts'

/** Snapshot shows another proposal than the one that the Governor counts votes for. */
export class SnapshotDiffersError extends BaseError {
  constructor(dangers: readonly string[]) {
    super(
      'cli/snapshot-differs',
      `${dangers.join('; ')}; read \`gimbal proposals show\`, and vote with --via chain or signature, or add --anyway`,
    )
  }
}
