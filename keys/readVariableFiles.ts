import { FileError } from '../files/errors.ts'
import { readTextFile } from '../files/readTextFile.ts'
import { describeUnreadable } from './describeUnreadable.ts'
import { VariableError } from './errors.ts'

const NAMED = /^(GIMBAL_\w+)_FILE$/
/** Has rules of its own: readKeystore.ts. */
const PASSWORD = 'GIMBAL_KEYSTORE_PASSWORD'

/**
 * Sets each environment variable GIMBAL_NAME whose content stands in the file that GIMBAL_NAME_FILE names: containers get
 * their secrets as files, which no list of processes and no description of the container shows.
 *
 * @throws VariableError if a variable is given twice, or its file cannot be read. It shows no content.
 */
export async function readVariableFiles(env: NodeJS.ProcessEnv): Promise<void> {
  for (const [fileVariable, file = ''] of Object.entries(env)) {
    const [, name] = NAMED.exec(fileVariable) ?? []
    if (name === undefined || name === PASSWORD || file.trim() === '') continue
    if ((env[name] ?? '').trim() !== '') {
      throw new VariableError(fileVariable, `is set although ${name} is`)
    }
    env[name] = await read(fileVariable, file.trim())
  }
}

async function read(fileVariable: string, file: string): Promise<string> {
  try {
    return await readTextFile(file)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const reason = describeUnreadable(error)
    throw new VariableError(fileVariable, `names the file ${file}, which ${reason}`)
  }
}
