import { fileURLToPath } from 'node:url'

function fromRoot(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}

/** The project's folder. */
export const root = fromRoot('.')

/** Mappings, schema, template and networks. */
export const sourceDir = fromRoot('subgraph')

/** Everything that is made of them. */
export const buildDir = fromRoot('build/subgraph')

/** The compiled subgraph: mappings, schema, ABIs and a manifest that still lacks its addresses. */
export const compiledDir = fromRoot('build/subgraph/compiled')
