import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Application, Comment, type ProjectReflection, type TypeDocOptions } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'
import { listEntries } from './listEntries.ts'

/**
 * Writes a page for each part of the package that TypeScript imports, made from its docstrings.
 *
 * @param folder - For the pages; what is in it goes.
 * @returns The names of the parts, as one imports them.
 * @throws Error with TypeDoc's warnings, if it has any.
 */
export async function writeTypeScript(root: string, folder: string): Promise<string[]> {
  const warnings: string[] = []
  const entries = listEntries(readFileSync(join(root, 'package.json'), 'utf8'), root)
  const options: TypeDocOptions & Partial<PluginOptions> = {
    entryPoints: entries.map(({ file }) => file),
    basePath: root,
    outputs: [{ name: 'markdown', path: folder }],
    tsconfig: join(root, 'tsconfig.json'),
    plugin: ['typedoc-plugin-markdown'],
    // The project's own compiler has checked the types; TypeDoc brings an older one.
    skipErrorChecking: true,
    readme: 'none',
    name: 'TypeScript',
    disableGit: true,
    disableSources: true,
    // A page for each part, with all that it exports: some eight instead of some four hundred.
    router: 'module',
    entryFileName: 'index',
    hideBreadcrumbs: true,
    hidePageHeader: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    propertyMembersFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    enumMembersFormat: 'table',
    groupOrder: ['Functions', 'Variables', 'Interfaces', 'Type Aliases', 'Classes', '*'],
    useCodeBlocks: true,
    expandObjects: false,
    // What every Error has, Node's manual says.
    excludeExternals: true,
    validation: { notExported: false, invalidLink: true, notDocumented: false },
  }
  const app = await Application.bootstrapWithPlugins(options)
  app.logger.warn = (message: string) => void warnings.push(message)
  const project = await app.convert()
  if (project === undefined) throw new Error('TypeDoc found nothing to describe')
  for (const { name, file } of entries) introduce(project, name, file)
  await app.generateOutputs(project)
  if (warnings.length > 0) throw new Error(warnings.join('\n'))
  return entries.map(({ name }) => name)
}

/** TypeDoc takes a file's first comment for that of its first export: here it opens the page of the part. */
function introduce(project: ProjectReflection, name: string, file: string): void {
  const part = project.children?.find((child) => child.name === name)
  const said = /^\/\*\*([\s\S]*?)\*\//.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
  const lines = said.split('\n').map((line) => line.replace(/^ *\* ?/, ''))
  const text = `${lines.join('\n').trim()}\n\n\`\`\`ts\nimport { … } from 'gimbal/${name}'\n\`\`\``
  if (part !== undefined) part.comment = new Comment([{ kind: 'text', text }])
}
