import type { evidenceCheckerAbi, provenReporterAbi } from '../../abi/index.ts'
import { formatAmount, formatMarket } from '../../governance/index.ts'
import { formatUtc } from '../formatUtc.ts'
import { formatField, readFieldName } from './formatField.ts'
import type { Sentences } from './sentences.ts'

const blocks = (count: bigint) => formatAmount(count, 'blocks')

/** What contracts of evidence refuse with besides RiskParameters' errors. */
type EvidenceSentences = Omit<
  Sentences<typeof provenReporterAbi> & Sentences<typeof evidenceCheckerAbi>,
  'OutOfDomain'
>

/** What they mean. */
export const evidenceSentences: EvidenceSentences = {
  HintMisses: (index, at, entryAt) =>
    `entry ${index} of the pool's ring, of ${entryAt === 0n ? 'no time' : formatUtc(entryAt)}, is not the last one at or before ${formatUtc(at)}; the clock has passed the end of the segment: look for hints anew`,
  TickOutOfRange: (tick) =>
    `the mean tick ${tick} is outside of what a price can be; check the pools of the source`,
  BaseFeeUnknown: () => 'the node tells no base fee; give the call a price of gas',
  NoEarlierBaseFee: (ageBlocks, min, max) =>
    `${ageBlocks === 0n ? 'no base fee is kept' : `the kept base fee is ${blocks(ageBlocks)} old`}, ${min} to ${blocks(max)} are allowed; push with a header, or wait`,
  HeaderMalformed: () => "the bytes are no block's header; give one in RLP, as it is hashed",
  HeaderUnknown: (blockNumber) =>
    `block ${blockNumber} has another hash, or is too far back; give the header of a later one`,
  HeaderOutsideWindow: (ageBlocks, min, max) =>
    `the header is ${blocks(ageBlocks)} old, ${min} to ${blocks(max)} are allowed; give another one`,
  SourceChanged: () =>
    'voters have changed what the market measures; they have to name a reporter of the new source',
  SourceIncomplete: () =>
    'its source lacks a pool, a portfolio, or where an average starts; complete the source',
  OtherMarket: (reported, own) =>
    `the report is of market ${formatMarket(reported)}, this contract measures ${formatMarket(own)}; bring it to the contract of its market`,
  FigureDiffers: (field, signed, lowest, highest) => {
    const name = readFieldName(field)
    const [got, least, most] = [signed, lowest, highest].map((one) => formatField(name, one))
    return `${name} was signed as ${got}, measured are ${least} to ${most}; sign the next observation`
  },
}
