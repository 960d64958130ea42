import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadCore, loadStrategies } from '../../core/index.ts'
import { listFiles } from './compareFolders.ts'

/** What a release is, and what it was made of: `build/release/gimbal-VERSION.json`. */
export interface Release {
  name: string
  version: string
  commit: string
  /** Node's version, which has the compression of the tarball in it, and the hash of the versions of all else. */
  node: string
  lockSha256: string
  tarballSha256: string
  /** As npm writes it into lock files: sha512, base64. */
  integrity: string
  bytes: number
  files: number
  /** keccak256 of `gimbal/core.wasm` and of `gimbal/strategies.wasm`. */
  coreHash: string
  strategiesHash: string
}

/**
 * Describes a tarball.
 *
 * @param unpacked - Its content: the folder with package.json.
 * @param lock - package-lock.json of the commit.
 */
export async function describeRelease(
  tarball: Uint8Array,
  unpacked: string,
  { commit, lock }: { commit: string; lock: string },
): Promise<Release> {
  const { name, version } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'))
  const read = (path: string) => new Uint8Array(readFileSync(join(unpacked, 'dist', 'build', path)))
  return {
    name,
    version,
    commit,
    node: process.version,
    lockSha256: createHash('sha256').update(lock).digest('hex'),
    tarballSha256: createHash('sha256').update(tarball).digest('hex'),
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
    bytes: tarball.length,
    files: listFiles(unpacked).length,
    coreHash: (await loadCore(read('core.wasm'))).hash,
    strategiesHash: (await loadStrategies(read('core/strategies.wasm'))).hash,
  }
}

/** A release as lines for people. */
export function formatRelease(release: Release): string {
  const { name, version, commit, node, tarballSha256, bytes, files, coreHash } = release
  return [
    `${name} ${version} of commit ${commit}`,
    `  tarball  sha256 ${tarballSha256}, ${(bytes / 1e6).toFixed(1)} MB, ${files} files`,
    `  core     ${coreHash}`,
    `  node     ${node}: the same Node makes the same bytes`,
  ].join('\n')
}
