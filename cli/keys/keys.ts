import type { Hex } from 'viem'
import { printText } from '../io/print.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'

const actions = 'new, import or show'

/** `gimbal keys`: keystore files, as `--keystore` takes them. */
export const keysCommand = defineCommand({
  meta: {
    name: 'keys',
    description: 'Make a keystore (new), put a key into one (import), or print its address (show)',
    examples: [
      'gimbal keys new --out reporter.json',
      'gimbal keys import --out deployer.json < key.txt',
      'gimbal keys show reporter.json',
    ],
  },
  args: {
    action: { type: 'positional', required: false, description: actions },
    file: { type: 'positional', required: false, description: 'For show: the keystore' },
    out: {
      type: 'string',
      valueHint: 'FILE',
      description: 'For new and import: the keystore to make; never overwritten',
    },
    json: { type: 'boolean', description: 'One JSON object: address and file' },
  },
  async run({ action, file, out, json = false }) {
    if (action === 'show') {
      if (out !== undefined) throw new UsageError('--out belongs to new and import; remove it')
      if (!file) throw new UsageError('no keystore given; name its file')
      // Imported only here, because these modules load the cryptography.
      const { findAddress } = await import('./findAddress.ts')
      return report(await findAddress(file), file, json)
    }
    if (action !== 'new' && action !== 'import') {
      throw new UsageError(`the action is ${action ?? 'missing'}; give ${actions}`)
    }
    if (file !== undefined) {
      // The argument may be a key, so it is not shown.
      throw new UsageError(
        `${action} takes no argument, and a key never is one; name the file by --out`,
      )
    }
    if (!out) throw new UsageError('no --out given; name the keystore to make')
    const { makeKeystore } = await import('./makeKeystore.ts')
    return report(await makeKeystore(action, out), out, json)
  },
})

async function report(address: Hex, file: string, json: boolean): Promise<ExitCode> {
  const text = json ? JSON.stringify({ address, file }) : address
  await printText(text)
  return exitCodes.ok
}
