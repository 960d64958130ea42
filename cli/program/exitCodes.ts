/** Exit statuses of the command line, the same for every command. */
export const exitCodes = {
  ok: 0,
  /** Something failed; standard error says what. */
  failed: 1,
  /** The command line itself was wrong. */
  usage: 2,
  /** Two computations that must agree do not. */
  verificationFailed: 4,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The meaning of each status, as the help shows it. */
export const exitTexts: Readonly<Record<ExitCode, string>> = {
  0: 'ok',
  1: 'failed',
  2: 'wrong usage',
  4: 'verification failed',
}
