/** The code does what the executor does not follow: what is asked of it stays unproven. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported'
  constructor(what: string) {
    super(`not followed: ${what}`)
  }
}
