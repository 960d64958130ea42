import { BaseError } from '../../core/errors.ts'
import { buildSubgraph } from './buildSubgraph.ts'

try {
  await buildSubgraph()
} catch (error) {
  if (!(error instanceof BaseError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
