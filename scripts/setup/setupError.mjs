/** A set-up step that failed for a reason worth telling plainly; its message is all that the user is shown. */
export class SetupError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message)
    this.name = 'SetupError'
  }
}
