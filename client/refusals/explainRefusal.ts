import type { Abi } from 'viem'
import {
  axelarMessengerAbi,
  bookAbi,
  evidenceCheckerAbi,
  governanceReceiverAbi,
  governanceSenderAbi,
  governorAbi,
  hyperlaneMessengerAbi,
  messengerAbi,
  parametersSenderAbi,
  priceFeedAbi,
  priceVerifierAbi,
  provenReporterAbi,
  remoteParametersAbi,
  remotePortfolioAbi,
  riskParametersErrors,
  timelockAbi,
  tokenAbi,
} from '../../abi/index.ts'
import type { ProposalAction } from '../describeStanding.ts'
import { bridgeSentences } from './bridge.ts'
import { evidenceSentences } from './evidence.ts'
import { governorSentences } from './governor.ts'
import { portfolioSentences } from './portfolio.ts'
import { priceSentences } from './prices.ts'
import { riskParametersSentences } from './riskParameters.ts'
import { timelockSentences } from './timelock.ts'
import { tokenSentences } from './token.ts'

/** What a call under the Governor, of the token, of a contract of evidence, or between chains may be refused with. */
export const refusalErrors: Abi = [
  ...governorAbi,
  ...timelockAbi,
  ...tokenAbi,
  ...riskParametersErrors,
  ...provenReporterAbi,
  ...evidenceCheckerAbi,
  ...messengerAbi,
  ...axelarMessengerAbi,
  ...hyperlaneMessengerAbi,
  ...parametersSenderAbi,
  ...remoteParametersAbi,
  ...governanceSenderAbi,
  ...governanceReceiverAbi,
  ...bookAbi,
  ...remotePortfolioAbi,
  ...priceFeedAbi,
  ...priceVerifierAbi,
].filter(({ type }) => type === 'error')

/** The step that a function is for; `vote` for all functions that are not listed. */
const actionOf: Readonly<Record<string, ProposalAction>> = {
  propose: 'propose',
  proposeWithSnapshot: 'propose',
  queue: 'queue',
  execute: 'execute',
  cancel: 'cancel',
}

type Sentence = (...args: readonly unknown[]) => string

/** What an error of a contract means, and what to do; undefined for an error of other contracts. */
export function explainRefusal(
  functionName: string,
  errorName: string,
  args: readonly unknown[],
): string | undefined {
  const sentences: Readonly<Record<string, unknown>> = {
    ...priceSentences,
    ...portfolioSentences,
    ...bridgeSentences,
    ...evidenceSentences,
    ...riskParametersSentences,
    ...tokenSentences,
    ...timelockSentences,
    ...governorSentences(actionOf[functionName] ?? 'vote'),
  }
  if (!Object.hasOwn(sentences, errorName)) return undefined
  return (sentences[errorName] as Sentence)(...args)
}
