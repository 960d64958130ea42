import { mkdir, readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { openOutput } from '../../../../files/openOutput.ts'
import { writeBytes } from '../../parquet/writeBytes.ts'
import { StoreError } from '../errors.ts'
import type { Store } from './store.ts'

/** A folder as a store, which several machines may share. It is made with the first file. */
export function createFolderStore(folder: string): Store {
  const fail = (what: string, cause: unknown) => {
    const { code, message } = cause as NodeJS.ErrnoException
    const reason = `cannot ${what} (${code ?? message}); name another folder, or give its user the right`
    return new StoreError(folder, reason, { cause })
  }
  return {
    title: folder,
    async put(key, bytes) {
      const file = join(folder, key)
      try {
        await mkdir(dirname(file), { recursive: true })
      } catch (cause) {
        throw fail(`take ${key}`, cause)
      }
      const output = await openOutput(file)
      try {
        await writeBytes(output, bytes)
        await output.commit()
      } finally {
        await output.discard()
      }
    },
    async get(key) {
      try {
        return await readFile(join(folder, key))
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw fail(`give ${key}`, cause)
      }
    },
    async list(prefix) {
      // The deepest folder that holds all of them: the whole store may be long.
      const below = join(folder, prefix.slice(0, prefix.lastIndexOf('/') + 1))
      try {
        const entries = await readdir(below, { recursive: true, withFileTypes: true })
        return (
          entries
            // A file under way is hidden.
            .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
            .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
            .map((path) => path.split(sep).join('/'))
            .filter((key) => key.startsWith(prefix))
            .toSorted()
        )
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
        throw fail('be listed', cause)
      }
    },
  }
}
