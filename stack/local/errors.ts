import { BaseError } from '../../core/errors.ts'

/** Something that the stack needs is not built or not installed. */
export class StackNotBuiltError extends BaseError {
  constructor(what: string, options: { cause?: unknown } = {}) {
    super('stack/not-built', `${what} is not there; run \`npm run setup\``, options)
  }
}

/** A chain does not answer, is another one than asked for, or refuses what the stack does on it. */
export class StackChainError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('stack/chain', message, options)
  }
}

/** A part of the stack ended or never answered. `part` is its name, `lastLines` the end of what it wrote. */
export class StackPartError extends BaseError {
  readonly part: string
  readonly lastLines: string

  constructor(part: string, what: string, lastLines: string, options: { cause?: unknown } = {}) {
    const quoted =
      lastLines === '' ? ['It wrote nothing.'] : ['Its last lines:', ...lastLines.split('\n')]
    const [first = '', ...rest] = quoted
    super('stack/part', [`${part} ${what}; everything is stopped. ${first}`, ...rest], options)
    this.part = part
    this.lastLines = lastLines
  }
}

/** Somebody else listens on a port that was asked for, or this user may not listen there. */
export class PortInUseError extends BaseError {
  readonly port: number

  constructor(part: string, port: number, options: { cause?: unknown } = {}) {
    const { code = 'EADDRINUSE' } = (options.cause ?? {}) as NodeJS.ErrnoException
    const what = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${code})`
    super(
      'stack/port-in-use',
      `port ${port} of 127.0.0.1, asked for ${part}, ${what}; give another, or leave it out for a free one`,
      options,
    )
    this.port = port
  }
}

/** The folder of the stack cannot be used: it belongs to a running stack, cannot be written, or its disk is full. */
export class StackFolderError extends BaseError {
  readonly folder: string

  constructor(folder: string, reason: string, options: { cause?: unknown } = {}) {
    super('stack/folder', `${folder}: ${reason}`, options)
    this.folder = folder
  }
}

/** Nobody publishes a program that the stack needs for this platform, or it is not installed. */
export class StackProgramError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('stack/program', message, options)
  }
}
