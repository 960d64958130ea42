import { basename, resolve } from 'node:path'

/** A name that markets may have, out of a folder's: small letters, digits, dashes. */
export function nameMarket(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
  return name.slice(0, 64).replaceAll(/^-+|-+$/g, '') || 'market'
}
