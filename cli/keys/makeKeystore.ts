import { lstat } from 'node:fs/promises'
import type { Address, Hex } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import { createKeystore, KeyError, parsePrivateKey } from '../../keys/index.ts'
import { readHidden } from '../io/readHidden.ts'
import { UsageError } from '../program/errors.ts'
import { findPassword } from './findPassword.ts'

/** A key has 66 characters; a far longer text is no key and is not read to its end. */
const MAX_LENGTH = 4_096

/**
 * Makes a keystore of a new key, or of one that is piped in or typed.
 *
 * @throws UsageError if the file exists; KeyError without a key or a password; FileError if it cannot be written.
 */
export async function makeKeystore(action: 'new' | 'import', file: string): Promise<Address> {
  // Before anything is asked; that it is not overwritten is made sure of when it is written.
  if ((await lstat(file).catch(() => undefined)) !== undefined) {
    throw new UsageError(`${file} exists already, and is never overwritten; name another file`)
  }
  const key = action === 'new' ? generatePrivateKey() : await readKey()
  return createKeystore(file, key, await findPassword('new'))
}

async function readKey(): Promise<Hex> {
  const text = process.stdin.isTTY ? await readHidden('Private key: ') : await readPiped()
  const key = parsePrivateKey(text)
  if (key !== undefined) return key
  const what = text.trim() === '' ? 'no key was given' : 'what was given is no private key'
  throw new KeyError(`${what}; give 64 hex digits, with or without 0x`)
}

async function readPiped(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk
    if (text.length > MAX_LENGTH) break
  }
  return text
}
