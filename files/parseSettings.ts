import type { z } from 'zod'
import { type Fault, listFaults } from './listFaults.ts'
import { type ParsedYaml, parseYaml, YamlSyntaxError } from './parseYaml.ts'
import { describeIssue } from './settingTexts.ts'

/** Settings as a schema makes them, or everything that is wrong with them. */
export type SettingsResult<Settings> =
  | { settings: Settings; faults?: undefined; content: ParsedYaml }
  | { settings?: undefined; faults: Fault[]; content: ParsedYaml | undefined }

type FindLine = (path: readonly PropertyKey[]) => number

/** Completes what a file says before it is checked, or says what is wrong with it. */
export type Complete = (
  value: unknown,
  findLine: FindLine,
) => Promise<{ value: unknown; faults?: undefined } | { faults: Fault[] }>

/** Reads the text of a file of settings, YAML or JSON. Never throws for faults. */
export async function parseSettings<Settings>(
  text: string,
  schema: z.ZodType<Settings>,
  complete?: Complete | undefined,
): Promise<SettingsResult<Settings>> {
  let content: ParsedYaml
  try {
    content = parseYaml(text)
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error
    // One slip makes several faults of syntax in its line.
    const firsts = error.faults.filter(({ line }, at, all) => {
      return all.findIndex((other) => other.line === line) === at
    })
    const faults = firsts.map(({ line, text }) => ({
      path: '',
      line,
      text: `is neither YAML nor JSON here (${text}); correct it`,
    }))
    return { faults, content: undefined }
  }
  const completed = await complete?.(content.value, content.findLine)
  if (completed?.faults !== undefined) return { faults: completed.faults, content }
  const value = completed === undefined ? content.value : completed.value
  const result = checkSettings(value, schema, content.findLine)
  return { ...result, content } as SettingsResult<Settings>
}

/** Checks settings that were read already. `findLine`: where they stand, if anywhere. */
export function checkSettings<Settings>(
  value: unknown,
  schema: z.ZodType<Settings>,
  findLine: (path: readonly PropertyKey[]) => number | undefined = () => undefined,
): { settings: Settings; faults?: undefined } | { settings?: undefined; faults: Fault[] } {
  const { data, error } = schema.safeParse(value, { error: describeIssue })
  if (error === undefined) return { settings: data }
  return { faults: listFaults(schema, value, error.issues, findLine) }
}
