import { VariableError } from './errors.ts'

/** Characters that end a line or a header, and characters that no header can hold. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u
const NO_HEADER = /[^\x20-\x7e]/

/**
 * What an environment variable holds: a key, a token or a URL, without the blanks and line ends around it that files and
 * editors leave; undefined if it is not set, or empty.
 *
 * @param form - `token`: it is sent in a header, so that it has to be of plain characters.
 * @throws VariableError, which names the variable and never shows its content.
 */
export function readVariable(
  env: NodeJS.ProcessEnv,
  name: string,
  form?: 'token',
): string | undefined {
  const text = env[name]?.trim() ?? ''
  if (text === '') return undefined
  if (CONTROL.test(text)) {
    throw new VariableError(name, 'has a line end or another control character in its middle')
  }
  if (form === 'token' && NO_HEADER.test(text)) {
    throw new VariableError(
      name,
      'has characters that no HTTP header takes, such as quotes of a text program',
    )
  }
  return text
}

/** A password without the line ends behind it, which are the editor's. Blanks are part of it. */
export function trimPassword(text: string): string {
  return text.replace(/[\r\n]+$/, '')
}
