/** What a source can be made to do wrong, for tests of what listens to it. */
export type PriceFault =
  /** Sends nothing, and stays connected. */
  | 'mute'
  /** Sends the message before once more. */
  | 'repeat'
  /** Sends reports of the future. */
  | 'ahead'
  /** Sends reports of the past. */
  | 'late'
  /** Changes the price and keeps the signatures. */
  | 'tampered'
  /** Signs a wrong price with keys that nobody knows. */
  | 'stranger'
  /** One signature too few. */
  | 'too-few'
  /** One signer for all signatures. */
  | 'twice'
  /** A true report of another feed. */
  | 'other-feed'
  /** Text that is no message. */
  | 'garbage'
