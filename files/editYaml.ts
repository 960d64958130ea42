// Changes of a YAML text at one place: comments, order and layout of everything else stay as somebody wrote them.

import {
  Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
  visit,
  type YAMLSeq,
} from 'yaml'
import { exact } from './parseYaml.ts'

/** Where a value is: names of keys, and places in lists, 0 the first. */
export type YamlPath = readonly (string | number)[]

/** What a text may hold. */
export type YamlValue =
  | string
  | number
  | boolean
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue }

/** A whole text. `parseYaml` gives the value back. */
export function writeYaml(value: YamlValue): string {
  const document = new Document(undefined, exact)
  document.contents = document.createNode(value) as never
  quoteHex(document.contents)
  return print(document)
}

/**
 * Sets a value. What stands in the way of its path, such as a text where a group has to be, is replaced.
 *
 * @param text - Valid YAML, or empty.
 */
export function setInYaml(text: string, path: YamlPath, value: YamlValue): string {
  const document = parseDocument(text, exact)
  makeRoom(document, path)
  const old = document.getIn(path, true)
  if (isScalar(old) && typeof value !== 'object') {
    // The same node, as its comment is tied to it.
    old.value = value
    delete old.type
    quoteHex(old)
  } else {
    const node = document.createNode(value)
    quoteHex(node)
    document.setIn(path, node)
  }
  return print(document)
}

/** Removes a value, and each group that is empty without it, but for the first `kept` keys of its path. */
export function removeFromYaml(text: string, path: YamlPath, kept: number): string {
  const document = parseDocument(text, exact)
  if (!document.hasIn(path)) return text
  document.deleteIn(path)
  for (let length = path.length - 1; length > kept; length--) {
    const group = document.getIn(path.slice(0, length), true)
    if (!isMap(group) || group.items.length > 0) break
    document.deleteIn(path.slice(0, length))
  }
  return print(document)
}

/** Adds a value at the end of a list, which is made if it is not there. */
export function appendToYaml(text: string, path: YamlPath, value: YamlValue): string {
  const document = parseDocument(text, exact)
  const list = document.getIn(path, true)
  if (!isSeq(list)) return setInYaml(text, path, [value])
  const node = document.createNode(value)
  quoteHex(node)
  openUp(list)
  list.add(node)
  return print(document)
}

/** Moves an item of a list to another place of it, with its comments. */
export function moveInYaml(text: string, path: YamlPath, from: number, to: number): string {
  const document = parseDocument(text, exact)
  const list = document.getIn(path, true) as YAMLSeq
  const [item] = list.items.splice(from, 1)
  list.items.splice(to, 0, item)
  return print(document)
}

/**
 * Long texts are not folded: a line of the text is a line of the value. A few texts, such as one that begins with a line of
 * blanks, would not be read again as they are; then all of several lines are put in quotes.
 */
function print(document: Document): string {
  const text = document.toString({ lineWidth: 0 })
  const isKept = JSON.stringify(parseDocument(text, exact)) === JSON.stringify(document)
  if (isKept) return text
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && /[\n\ufeff]/.test(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE
      }
    },
  })
  return document.toString({ lineWidth: 0 })
}

/** Makes every group on the way to a value one that can take it. */
function makeRoom(document: Document, path: YamlPath): void {
  for (const [depth, key] of path.entries()) {
    const way = path.slice(0, depth)
    const group = depth === 0 ? document.contents : document.getIn(way, true)
    if (typeof key === 'number' ? isSeq(group) : isMap(group)) {
      openUp(group)
      continue
    }
    const room = document.createNode(typeof key === 'number' ? [] : {})
    if (depth === 0) document.contents = room as never
    else document.setIn(way, room)
  }
}

/** `[]` and `{}` get lines of their own with their first value. */
function openUp(group: unknown): void {
  if (isCollection(group) && group.items.length === 0) group.flow = false
}

/** 0x... is a text here and a number for other readers of YAML: in quotes it is a text for all. */
function quoteHex(node: unknown): void {
  if (isScalar(node)) {
    if (typeof node.value === 'string' && /^0x/i.test(node.value)) node.type = Scalar.QUOTE_DOUBLE
  } else if (isCollection(node)) {
    for (const item of node.items) quoteHex(isPair(item) ? item.value : item)
  }
}
