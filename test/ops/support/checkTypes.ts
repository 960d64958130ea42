import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))

interface Resource {
  apiVersion: string
  kind: string
}

/**
 * What TypeScript says of resources by the types of Kubernetes' API: also of settings that there are not, which the
 * validation of `kubernetes-models` lets pass. Empty if nothing is wrong.
 */
export async function checkTypes(resources: readonly Resource[]): Promise<string> {
  // Below the project, where the types are found.
  const folder = await mkdtemp(join(root, 'build', 'kubernetes-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'resources.ts')
  const lines = resources.map((resource, at) => {
    const { apiVersion, kind } = resource
    return `import type { I${kind} as T${at} } from 'kubernetes-models/${apiVersion}'
export const r${at}: T${at} = ${JSON.stringify(resource)}`
  })
  await writeFile(file, `${lines.join('\n')}\n`)
  const options = '--ignoreConfig --noEmit --strict --module nodenext --skipLibCheck --pretty false'
  const args = [join(root, 'node_modules/typescript/bin/tsc'), ...options.split(' '), file]
  return new Promise((resolve) => {
    execFile(process.execPath, args, (_, stdout, stderr) => resolve(`${stdout}${stderr}`))
  })
}
