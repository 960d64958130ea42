import type { StartCheck } from '../../bot/checkStart.ts'
import { printJson, printText } from '../io/print.ts'
import { writeOutput } from '../io/writeOutput.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import type { CheckGroup } from './check.ts'
import { formatGroup, formatVerdict } from './formatGroup.ts'
import { hideSecrets } from './hideSecrets.ts'

interface DoctorOptions {
  groups: readonly CheckGroup[]
  /** Texts that no output may hold. */
  secrets: readonly string[]
  json: boolean
}

/** Writes each group as soon as it is known, and whether all is well. Status 1 if anything is to be mended. */
export async function runDoctor({ groups, secrets, json }: DoctorOptions): Promise<ExitCode> {
  const all: (StartCheck & { group: string })[] = []
  for (const { title, checks } of groups) {
    const shown = (await checks).map((check) => {
      return { ...check, detail: hideSecrets(check.detail, secrets) }
    })
    if (shown.length === 0) continue
    all.push(...shown.map((check) => ({ group: title, ...check })))
    if (json) continue
    // The group escapes what it quotes, and may be coloured.
    await writeOutput(process.stdout, `${formatGroup(title, shown, process.stdout)}\n\n`)
  }
  const mendCount = all.filter(({ isOk }) => !isOk).length
  const isOk = mendCount === 0
  await (json ? printJson({ isOk, checks: all }) : printText(formatVerdict(mendCount)))
  return isOk ? exitCodes.ok : exitCodes.failed
}
