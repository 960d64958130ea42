import type { z } from 'zod'
import { describeGot, suggest } from './settingTexts.ts'

/** One thing that is wrong in a file of settings. */
export interface Fault {
  /** `chain.endpoints.0.url`; empty for the file as a whole. */
  path: string
  /** 1 the first; undefined if it is not known. */
  line: number | undefined
  /** What is wrong, and what to do. */
  text: string
}

/** `replica.yaml:12: chain.endpoints.0.url: is missing; give a text` */
export function formatFault(file: string, { path, line, text }: Fault): string {
  const place = line === undefined ? file : `${file}:${line}`
  return path === '' ? `${place}: ${text}` : `${place}: ${path}: ${text}`
}

type Path = readonly PropertyKey[]
type Issue = z.core.$ZodIssue

interface Found {
  path: Path
  text: string
}

/** Everything that a schema finds wrong, in the order of the file's lines. */
export function listFaults(
  schema: z.ZodType,
  value: unknown,
  issues: readonly Issue[],
  findLine: (path: Path) => number | undefined,
): Fault[] {
  const found = issues.flatMap((issue) => explain(schema, value, issue, issue.path))
  const faults = found.map(({ path, text }) => ({
    path: path.join('.'),
    line: findLine(path),
    text,
  }))
  return faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
}

function explain(schema: z.ZodType, value: unknown, issue: Issue, path: Path): Found[] {
  const input = getAt(value, path)
  if (issue.code === 'unrecognized_keys') {
    const known = listKeys(schemasAt([schema], path))
    return issue.keys.map((key) => explainKey(path, key, known))
  }
  if (issue.code === 'invalid_union') return explainUnion(schema, value, issue, path)
  return [{ path, text: completeText(issue, input) }]
}

function explainKey(path: Path, key: string, known: readonly string[]): Found {
  const hint = suggest(key, known) || `; allowed here: ${known.join(', ')}`
  return {
    path: [...path, key],
    text: `is no setting${hint.replace(/^ \(/, '; ').replace(/\)$/, '')}`,
  }
}

/** Explains the fault by that form of a union whose keys fit best. */
function explainUnion(
  schema: z.ZodType,
  value: unknown,
  issue: Issue & { code: 'invalid_union' },
  path: Path,
): Found[] {
  const input = getAt(value, path)
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) {
    const known = listKeys(schemasAt([schema], path))
    const unknown = Object.keys(input).filter((key) => !known.includes(key))
    if (unknown.length > 0) return unknown.map((key) => explainKey(path, key, known))
    const fitting = issue.errors.filter((errors) =>
      errors.every(({ code, path }) => code !== 'unrecognized_keys' || path.length > 0),
    )
    const [meant, ...others] = fitting
    if (meant !== undefined && others.length === 0) {
      return meant.flatMap((inner) => explain(schema, value, inner, [...path, ...inner.path]))
    }
  }
  return [{ path, text: completeText(issue, input) }]
}

/** A schema's own text may be only advice, and says of a value that is missing what is wrong with another one. */
function completeText({ code, message }: Issue, input: unknown): string {
  const advice = /(?:^|; )(give .*)$/s.exec(message)?.[1]
  // A rule between settings, such as `belongs to the mode cppi; give ...`, says why a missing one is needed.
  if (input === undefined && code === 'custom' && !/^(is|give) /.test(message)) {
    return `is missing, and ${message}`
  }
  if (advice === undefined) return input === undefined ? 'is missing; add it' : message
  if (input === undefined || advice === message) return `${describeGot(input)}; ${advice}`
  return message
}

function getAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined | null)?.[key],
    value,
  )
}

/** The parts of a zod schema's definition that are used here. */
interface Definition {
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  valueType?: z.ZodType
  options?: readonly z.ZodType[]
  innerType?: z.ZodType
  in?: z.ZodType
}

/** The plain schemas within a schema: without defaults and transforms, and with every form of a union. */
function unwrap(schema: z.ZodType): Definition[] {
  const definition = schema.def as unknown as Definition
  const { options, innerType } = definition
  const inner = options ?? [innerType ?? definition.in].filter((one) => one !== undefined)
  return inner.length === 0 ? [definition] : inner.flatMap(unwrap)
}

function schemasAt(schemas: readonly z.ZodType[], path: Path): z.ZodType[] {
  const [key, ...rest] = path
  if (key === undefined) return [...schemas]
  const next = schemas.flatMap(unwrap).flatMap(({ shape, element, valueType }) => {
    const inner = shape?.[String(key)] ?? element ?? valueType
    return inner === undefined ? [] : [inner]
  })
  return schemasAt(next, rest)
}

function listKeys(schemas: readonly z.ZodType[]): string[] {
  const keys = schemas.flatMap(unwrap).flatMap(({ shape = {} }) => Object.keys(shape))
  return [...new Set(keys)]
}
