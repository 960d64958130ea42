import type { YamlValue } from '../../../../files/editYaml.ts'
import { parseYaml } from '../../../../files/parseYaml.ts'

/** The drafts of governance/examples/, each loaded when it is asked for. */
const files = import.meta.glob<string>('../../../../governance/examples/*.yaml', {
  query: '?raw',
  import: 'default',
})

const nameOf = (path: string) => path.replace(/^.*\//, '').replace(/\.yaml$/, '')

/** Their names, as their files have them. */
export const exampleNames: readonly string[] = Object.keys(files).map(nameOf).toSorted()

/** The text of an example. @throws Error if the site has no such file any more. */
export async function loadExample(name: string): Promise<string> {
  const path = Object.keys(files).find((of) => nameOf(of) === name)
  const load = path === undefined ? undefined : files[path]
  if (load === undefined) throw new Error(`there is no example ${name}`)
  return load()
}

/** The settings of the example that adds a market: figures to begin with, and no advice. */
export async function loadExampleMarket(): Promise<{ readonly [key: string]: YamlValue }> {
  const { value } = parseYaml(await loadExample('market'), { aliases: false })
  const [addition] = (value as { changes: { [key: string]: YamlValue }[] }).changes
  const { change: _, market: __, rationale: ___, ...settings } = addition ?? {}
  return settings
}
