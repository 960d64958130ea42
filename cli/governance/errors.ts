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

/** A relay cannot listen where it was told to. */
export class ListenError extends BaseError {
  constructor(host: string, port: number, cause: unknown) {
    const { code, message } = cause as NodeJS.ErrnoException
    const reason =
      code === 'EADDRINUSE'
        ? 'another program listens there'
        : code === 'EACCES'
          ? 'that wants the rights of root'
          : (code ?? message)
    super(
      'cli/listen',
      `port ${port} of ${host} cannot be opened (${reason}); give another with --listen`,
      { cause },
    )
  }
}
