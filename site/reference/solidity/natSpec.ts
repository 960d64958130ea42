/** A comment in NatSpec, by its tags. */
export interface NatSpec {
  title: string | undefined
  /** For everyone, then for developers: paragraphs as they are written. */
  notices: string[]
  params: Map<string, string>
  /** In their order; a named one begins with its name. */
  returns: string[]
  /** The contract whose comment stands for this one. */
  inheritsFrom: string | undefined
}

/** Reads the text of a comment, without its slashes. A text without a tag is a notice. */
export function parseNatSpec(text: string): NatSpec {
  const spec: NatSpec = {
    title: undefined,
    notices: [],
    params: new Map(),
    returns: [],
    inheritsFrom: undefined,
  }
  const lines = text.replaceAll(/^ (?:\* ?)?/gm, '')
  for (const part of `\n${lines}`.split(/\n\s*(?=@[a-z])/)) {
    const [, tag = 'notice', said = ''] = /^@([a-z]+(?::[\w-]+)?)\s+([\s\S]*)$/.exec(part) ?? [
      '',
      'notice',
      part,
    ]
    const body = said.trim()
    if (body === '') continue
    if (tag === 'title') spec.title = body
    else if (tag === 'notice' || tag === 'dev') spec.notices.push(body)
    else if (tag === 'return') spec.returns.push(body)
    else if (tag === 'inheritdoc') spec.inheritsFrom = body
    else if (tag === 'param') {
      const [, name = '', meaning = ''] = /^(\S+)\s*([\s\S]*)$/.exec(body) ?? []
      spec.params.set(name, meaning)
    }
  }
  return spec
}
