import { BaseError } from '../core/errors.ts'
import { type Fault, formatFault } from '../files/listFaults.ts'
import type { Finding } from './check/finding.ts'

/** A market cannot be recorded from this chain, this pool or this time. */
export class RecordError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('market/record', message, options)
  }
}

/** The times of a recording are not possible. */
export class RecordTimeError extends BaseError {
  constructor(message: string) {
    super('market/record-time', message)
  }
}

/** A recording was stopped from outside; what it had stays for the next run. */
export class RecordCancelledError extends BaseError {
  constructor(signal: string) {
    super(
      'market/record-cancelled',
      `the recording was stopped by ${signal}; run the same command again to go on where it stopped`,
    )
  }
}

/** A market, or a file of it, is not there, cannot be read, or is not what its manifest says. */
export class MarketFileError extends BaseError {
  readonly file: string

  constructor(file: string, reason: string, options: { cause?: unknown } = {}) {
    super('market/file', `${file}: ${reason}`, options)
    this.file = file
  }
}

/** `market.json` says something that no market can be. One line each. */
export class ManifestError extends BaseError {
  readonly faults: readonly Fault[]

  constructor(file: string, faults: readonly Fault[]) {
    super(
      'market/manifest',
      faults.map((fault) => formatFault(file, fault)),
    )
    this.faults = faults
  }
}

/** Where a row stands: `blocks.csv, line 12`, or `part.parquet, row 12`; both count from 1. */
export interface Place {
  file: string
  unit: 'line' | 'row'
  number: number
}

const showPlace = ({ file, unit, number }: Place) => `${file}, ${unit} ${number}`

/** A file does not have the columns that its kind or its manifest names. */
export class MarketColumnsError extends BaseError {
  readonly file: string

  constructor(file: string, got: string, expected: string) {
    super(
      'market/columns',
      `${file}: the columns are ${got}; allowed are ${expected}, in this order`,
    )
    this.file = file
  }
}

/** A cell is empty, no whole number, or out of its range. */
export class MarketRowError extends BaseError {
  readonly place: Place
  readonly field: string
  readonly value: string

  constructor(place: Place, field: string, value: string, allowed: string) {
    super(
      'market/row',
      `${showPlace(place)}, field ${field}: is ${value === '' ? 'empty' : value}; allowed is ${allowed}; correct the file`,
    )
    this.place = place
    this.field = field
    this.value = value
  }
}

/** A row is missing, there twice, or earlier than the one before. */
export class MarketOrderError extends BaseError {
  readonly place: Place
  readonly field: string

  constructor(place: Place, field: string, reason: string) {
    super('market/order', `${showPlace(place)}, field ${field}: ${reason}`)
    this.place = place
    this.field = field
  }
}

/** A file's bytes are not those that the manifest was written for. */
export class MarketHashError extends BaseError {
  readonly file: string
  readonly got: string
  readonly expected: string

  constructor(file: string, got: string, expected: string) {
    super(
      'market/hash',
      `${file}: the SHA-256 is ${got}, market.json has ${expected}; get the file again, or import the market anew`,
    )
    this.file = file
    this.got = got
    this.expected = expected
  }
}

/** What a market holds, or a file that is imported, cannot be trusted. One line each. */
export class MarketCheckError extends BaseError {
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    super(
      'market/check',
      findings.map(
        ({ file, name, text }) => `${file === undefined ? '' : `${file}: `}${name}: ${text}`,
      ),
    )
    this.findings = findings
  }
}
