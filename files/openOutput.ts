// Method:   a plain file gets a new content whole or not at all: it is written beside the file, in the folder of the file
//           itself where the name given is a link, and moved over it at the end. Mode and owner stay as they were. What is
//           no plain file (a pipe, a device, a descriptor such as /dev/stdout) is written to, and never replaced.

import { createWriteStream, type Stats } from 'node:fs'
import {
  access,
  chown,
  constants,
  copyFile,
  open,
  readlink,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { FileError } from './errors.ts'

/** A file of a user that is being written. */
export interface Output {
  /** Takes the content. A failure is reported to the writer, and by `commit`. */
  stream: Writable
  /** Ends the stream, and puts the content in its place. @throws FileError if that fails; the old content stays then. */
  commit(): Promise<void>
  /** Throws away what was written to a plain file; after `commit` it does nothing. */
  discard(): Promise<void>
}

/** More links than any system follows. */
const MAX_LINKS = 40
/** A new file's, less what the process's mask takes away. */
const NEW_MODE = 0o666
const DESCRIPTOR = /^\/proc\/(?:self|\d+)\/fd\/(\d+)$/

/**
 * Opens a file for a new content. The old content is there until `commit`, whatever fails before.
 *
 * @throws FileError if it is a folder, is protected from writing, or its folder cannot be written.
 */
export async function openOutput(file: string): Promise<Output> {
  try {
    const target = await followLinks(resolve(file))
    const descriptor = DESCRIPTOR.exec(target)?.[1]
    if (descriptor !== undefined) return openDescriptor(file, Number(descriptor))
    const existing = await statIfThere(target)
    if (existing?.isDirectory()) throw new FileError(file, 'is a folder; name a file')
    if (existing !== undefined && !existing.isFile()) return await openDirectly(file, target)
    return await openBeside(file, target, existing)
  } catch (cause) {
    throw cause instanceof FileError ? cause : describeFailure(file, cause)
  }
}

/** The file that a name leads to through links, even if it does not exist yet. */
async function followLinks(file: string): Promise<string> {
  let target = file
  for (let count = 0; count < MAX_LINKS; count++) {
    // A descriptor is a link as well, but to something that may have no name.
    target = join(await realpath(dirname(target)), basename(target))
    if (DESCRIPTOR.test(target)) return target
    const next = await readlink(target).catch(() => undefined)
    if (next === undefined) return target
    target = resolve(dirname(target), next)
  }
  throw new FileError(file, 'is a circle of links; name a file')
}

function openDescriptor(file: string, fd: number): Output {
  const own = fd === 1 ? process.stdout : fd === 2 ? process.stderr : undefined
  if (own === undefined) return wrapStream(file, createWriteStream('', { fd, autoClose: false }))
  // These wait where a pipe is full; a plain write to their descriptor would fail with EAGAIN and lose the rest.
  return {
    stream: own,
    commit: () =>
      new Promise((resolve, reject) => {
        own.write('', (error) => (error ? reject(describeFailure(file, error)) : resolve()))
      }),
    discard: async () => {},
  }
}

async function openDirectly(file: string, target: string): Promise<Output> {
  const handle = await open(target, constants.O_WRONLY | constants.O_NOCTTY)
  return wrapStream(file, handle.createWriteStream())
}

async function openBeside(
  file: string,
  target: string,
  existing: Stats | undefined,
): Promise<Output> {
  if (existing !== undefined) await access(target, constants.W_OK)
  const { handle, part } = await createPart(target, existing !== undefined)
  const output = wrapStream(file, handle.createWriteStream({ flush: true }))
  if (existing !== undefined) await handle.chmod(existing.mode & 0o7777)
  const discard = () => rm(part, { force: true })
  return {
    stream: output.stream,
    async commit() {
      try {
        await output.commit()
        await putInPlace(part, target, existing)
      } catch (cause) {
        throw cause instanceof FileError ? cause : describeFailure(file, cause)
      } finally {
        await discard()
      }
    },
    async discard() {
      await output.discard()
      await discard()
    },
  }
}

/** A new file beside the target; where its folder takes none, one in the folder for temporary files. */
async function createPart(target: string, isReplaced: boolean) {
  const name = `.${basename(target)}.${process.pid}-${crypto.randomUUID().slice(0, 8)}.part`
  const part = join(dirname(target), name)
  try {
    return { part, handle: await open(part, 'wx', NEW_MODE) }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!isReplaced || !['EACCES', 'EPERM', 'EROFS'].includes(code)) throw error
    const elsewhere = join(tmpdir(), name)
    return { part: elsewhere, handle: await open(elsewhere, 'wx', 0o600) }
  }
}

async function putInPlace(
  part: string,
  target: string,
  existing: Stats | undefined,
): Promise<void> {
  // A file with several names has to stay the one file that it is.
  if (existing !== undefined && existing.nlink > 1) return copyFile(part, target)
  if (existing !== undefined) {
    const { uid, gid } = await stat(part)
    const isOther = uid !== existing.uid || gid !== existing.gid
    // Only root may give files away; the owner of the old file then finds it to be another's.
    if (isOther) await chown(part, existing.uid, existing.gid).catch(() => {})
  }
  try {
    await rename(part, target)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    // A file that is a mount, or in a folder that takes no new file: its content is replaced instead.
    if (existing === undefined || !['EBUSY', 'EXDEV', 'EACCES', 'EPERM'].includes(code)) throw error
    await copyFile(part, target)
  }
}

function wrapStream(file: string, stream: Writable): Output {
  // Without a listener a failure would end the process. The writer and `commit` report it.
  stream.on('error', () => {})
  return {
    stream,
    commit: () =>
      new Promise((done, reject) => {
        const finish = (cause?: unknown) => {
          if (cause) reject(describeFailure(file, cause))
          else done()
        }
        if (stream.errored) finish(stream.errored)
        else stream.once('error', finish).end(finish)
      }),
    discard: () =>
      new Promise((done) => {
        if (stream.closed) done()
        else stream.once('close', () => done()).destroy()
      }),
  }
}

function describeFailure(file: string, cause: unknown): unknown {
  const { code, message } = cause as NodeJS.ErrnoException
  // The reader of a pipe has seen enough.
  if (code === 'EPIPE') return cause
  const reason = `cannot be written (${code ?? message}); name another file, or make room`
  return new FileError(file, reason, { cause })
}

async function statIfThere(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
