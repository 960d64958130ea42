/**
 * Tells of set-up progress on standard error, so that standard output stays the command's own.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`gimbal: ${text}\n`)
}
