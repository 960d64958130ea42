// Services that answer with GraphQL say what went wrong in a text, under HTTP status 200 as often as not. Sources:
// snapshot-hub (`request failed`), graphql-yoga (`Unexpected error.`), Apollo (`Internal server error`,
// `PersistedQueryNotFound`), graph-node (`Store error`, `service is overloaded`, `query timed out`), the gateway of The
// Graph (`bad indexers`).

const FINAL =
  /cannot query|unknown (argument|type|field|directive|fragment|operation)|syntax error|must not be|variable "?\$|expected (type|value)|is not defined|was not provided|unauthori[sz]ed|forbidden|invalid/i
const PASSING =
  /request failed|unexpected error|internal (server )?error|tim(e|ed)[ -]?out|overloaded|throttled|too many (requests|connections)|rate limit|unavailable|try again|temporarily|connection (lost|reset|refused|closed)|\bE(CONN|PIPE|TIMEDOUT|AI_AGAIN)|socket hang up|fetch failed|deadlock|bad (gateway|indexers)|store error|persisted ?query ?not ?found/i

/**
 * Whether the text of a refusal is about the state of the server and not about the request: the same request may succeed
 * later. An unknown text counts as final.
 */
export function isPassingText(text: string): boolean {
  return !FINAL.test(text) && PASSING.test(text)
}
