import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parse, parseAllDocuments } from 'yaml'

const root = new URL('../../../ops/', import.meta.url)

/** The path of a file below ops/. */
export function locateOps(path: string): string {
  return fileURLToPath(new URL(path, root))
}

export function readOps(path: string): Promise<string> {
  return readFile(locateOps(path), 'utf8')
}

/** The content of a YAML file of one document. The form is for its reader to check. */
export async function readOpsYaml<Content>(path: string): Promise<Content> {
  return parse(await readOps(path)) as Content
}

/** The contents of all documents of a YAML file; a fault in one is thrown. */
export async function readOpsDocuments<Content>(path: string): Promise<Content[]> {
  return parseAllDocuments(await readOps(path)).map((document) => {
    if ('errors' in document && document.errors.length > 0) throw document.errors[0]
    return document.toJS() as Content
  })
}
