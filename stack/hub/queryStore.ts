import { GraphQLError, graphql, parse, validate } from 'graphql'
import { createResolvers } from './createResolvers.ts'
import { hubSchema } from './hubSchema.ts'
import type { Store } from './store.ts'

/** An answer to a GraphQL query: 400 for a query that does not fit the schema. */
export interface QueryAnswer {
  status: 200 | 400
  answer: object
}

/**
 * Answers a GraphQL query.
 *
 * @param nowAt Unix seconds.
 * @param isFailing Whether the hub's database fails: every row is then null, with an error.
 */
export async function queryStore(
  store: Store,
  nowAt: number,
  request: { query?: unknown; variables?: unknown },
  isFailing = false,
): Promise<QueryAnswer> {
  const source = String(request.query)
  const errors = findErrors(source)
  if (errors.length > 0) return { status: 400, answer: { errors } }
  const answer = await graphql({
    schema: hubSchema,
    source,
    variableValues: request.variables as Record<string, unknown>,
    rootValue: createResolvers(store, nowAt, isFailing),
  })
  return { status: 200, answer }
}

function findErrors(source: string): readonly GraphQLError[] {
  try {
    return validate(hubSchema, parse(source))
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError(String(error))]
  }
}
