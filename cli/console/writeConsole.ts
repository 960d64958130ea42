import { NetworkConfigError } from '../../client/network/errors.ts'
import { printNote, printText } from '../io/print.ts'
import { readSite, type SiteOptions } from './readSite.ts'
import { writeSite } from './writeSite.ts'

/** `gimbal console --out`. @throws NetworkConfigError if there is no network to show, and what `writeSite` throws. */
export async function writeConsole(folder: string, options: SiteOptions): Promise<void> {
  const { names, content, notes, ownMachine } = await readSite(options)
  for (const note of [...notes, ...ownMachine]) printNote(note)
  if (names.length === 0) {
    throw new NetworkConfigError(
      'there is no network to show; name one in gimbal.yaml, deploy one, or start one with `gimbal stack up`',
    )
  }
  const files = await writeSite(folder, content)
  await printText(`wrote ${files} files to ${folder}; its networks.json names ${names.join(', ')}`)
}
