import { printNote, printText } from '../io/print.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { onStopSignal } from '../program/onStopSignal.ts'
import { typeCommand } from '../program/typedCommand.ts'
import { readSite, type Site, type SiteOptions } from './readSite.ts'
import { serveConsole } from './serveConsole.ts'

/** Serves the console until a signal ends it. The files of the networks are read anew at each request. */
export async function runConsole(
  options: SiteOptions,
  port: number | undefined,
): Promise<ExitCode> {
  const said = new Set<string>()
  // What stays as it was is said once, not at each request.
  const tell = ({ notes }: Site) => {
    for (const note of notes) if (!said.has(note)) printNote(note)
    for (const note of notes) said.add(note)
  }
  const ending = Promise.withResolvers<void>()
  const stopListening = onStopSignal(() => ending.resolve())
  try {
    const first = await readSite(options)
    const site = await serveConsole({
      port,
      readNetworks: async () => {
        const now = await readSite(options)
        tell(now)
        return now.content
      },
    })
    try {
      await printText(site.url)
      tell(first)
      printNote(describe(first))
      await ending.promise
    } finally {
      await site.close()
    }
    return exitCodes.ok
  } finally {
    stopListening()
  }
}

function describe({ names }: Site): string {
  const shown =
    names.length === 0
      ? `There is no network yet: start one with ${typeCommand('stack', 'up')}, or name one in gimbal.yaml, and load the page again.`
      : `It shows ${names.join(', ')}.`
  return `${shown} It is served to this machine only, until Ctrl-C.`
}
