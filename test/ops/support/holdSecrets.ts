import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { readVariableFiles } from '../../../keys/index.ts'

/** A made-up content of a secret, of the form that its name asks for. */
function invent(name: string): string {
  if (/rpc|subgraph/.test(name)) return `https://${name}.example/v1/a-key`
  return name === 'journal' ? 'postgresql://gimbal:a-password@postgres:5432/gimbal' : `a-${name}`
}

/**
 * A container's environment as its program sees it: the files that its variables name are there, below another folder
 * than `mount`, and have been read.
 */
export async function holdSecrets(
  environment: Record<string, string>,
  { mount, names }: { mount: string; names: readonly string[] },
): Promise<NodeJS.ProcessEnv> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-secrets-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(folder, { recursive: true })
  for (const name of names) await writeFile(join(folder, name), `${invent(name)}\n`)
  const env = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value.replace(mount, folder)]),
  )
  await readVariableFiles(env)
  return env
}
