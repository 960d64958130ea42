import { KeyError, passwordVariables, readPassword } from '../../keys/index.ts'
import { readHidden } from '../io/readHidden.ts'

/**
 * A keystore's password: from the environment, else typed on the terminal; a new one twice.
 *
 * @throws KeyError if there is none, it is empty, or the two that were typed differ.
 */
export async function findPassword(use: 'open' | 'new'): Promise<string> {
  const password = (await readPassword(process.env)) ?? (await ask(use))
  if (password !== '') return password
  throw new KeyError('the password is empty; give one')
}

async function ask(use: 'open' | 'new'): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new KeyError(
      `the password is missing, and there is no terminal to ask at; set one of the environment variables ${passwordVariables}`,
    )
  }
  const password = await readHidden(use === 'new' ? 'New password: ' : 'Password: ')
  if (use === 'open' || (await readHidden('Repeat the password: ')) === password) return password
  throw new KeyError('the two passwords differ; start again')
}
