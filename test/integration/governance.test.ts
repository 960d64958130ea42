import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { HDAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../client/connect.ts'
import { readMarkets } from '../../client/readMarkets.ts'
import { readProposals } from '../../client/readProposals.ts'
import { sendCall } from '../../client/sendCall.ts'
import { signSnapshotProposal } from '../../client/snapshotProposal.ts'
import { completeDraft, encodeProposal, readDraft } from '../../governance/index.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { readArtifact } from '../../stack/local/artifacts.ts'
import { createChainClient, send } from '../../stack/local/chainClient.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { startStack } from '../../stack/local/startStack.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const entry = join(root, 'cli/index.ts')

/** The commands of docs/governance.md, one after the other, as a reader would copy them. */
const walkthrough = /<!-- walkthrough -->\n```sh\n(.*?)```\n<!-- \/walkthrough -->/s.exec(
  readFileSync(join(root, 'docs/governance.md'), 'utf8'),
)?.[1] as string

interface Run {
  line: string
  status: number
  output: string
}

let stack: Stack
let folder: string
let cwd: string

/** Runs shell lines in one environment; `# wait N s` moves the chain's clock instead of waiting. */
async function runLines(text: string, variables: Record<string, string> = {}): Promise<Run[]> {
  const client = createChainClient(stack.urls.rpc)
  const env: Record<string, string> = { ...variables }
  const runs: Run[] = []
  for (const line of text.trim().split('\n')) {
    const [, seconds] = /^# wait (\d+) s/.exec(line) ?? []
    if (seconds !== undefined) {
      await client.increaseTime({ seconds: Number(seconds) })
      await client.mine({ blocks: 1 })
      continue
    }
    const command = line
      .replaceAll('npm run -s gimbal --', `"${process.execPath}" "${entry}"`)
      .replaceAll(' governance/', ` "${root}"governance/`)
    const [, name, value] = /^export (\w+)=(\$\(.*\)|\S+)/.exec(command) ?? []
    const script =
      name === undefined ? command : `printf %s ${value?.startsWith('$') ? `"${value}"` : value}`
    const { exitCode, all } = await execa('sh', ['-c', script], {
      cwd,
      env: { ...env, GIMBAL_STACK: folder, TZ: 'Europe/Berlin' },
      all: true,
      reject: false,
    })
    if (name !== undefined) env[name] = all
    else runs.push({ line, status: exitCode ?? -1, output: all })
  }
  return runs
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-governance-'))
  cwd = mkdtempSync(join(tmpdir(), 'gimbal-walk-'))
  stack = await startStack({ folder, index: false })
}, 600_000)

afterAll(async () => {
  await stack?.stop()
  for (const dir of [folder, cwd])
    if (dir !== undefined) rmSync(dir, { recursive: true, force: true })
})

describe('docs/governance.md', { timeout: 600_000 }, () => {
  test('default: its walkthrough takes a draft to bounds in force', async () => {
    const runs = await runLines(walkthrough)
    for (const { line, status, output } of runs) {
      expect([line, status, status === 0 ? '' : output]).toEqual([line, 0, ''])
    }
    const find = (part: string) =>
      runs.filter(({ line }) => line.includes(part)).map(({ output }) => output)
    const [tried, sent] = find('propose governance')
    expect(tried).toMatch(
      /^weth-usd: reportAgeBlocks of \d+ blocks last .*; at .* s a block, the /m,
    )
    expect(tried).toMatch(/Tried, not sent/)
    expect(sent).toMatch(/Sent: 0x/)
    expect(find('proposals list')[0]).toMatch(/^0x[0-9a-f]{8} +pending +Let the band breathe/)
    const [mine, other] = find('gimbal -- account')
    expect(mine).toMatch(
      /tokens +600,000\ndelegate +itself\nvotes now +600,000 \(all of its own tokens\)/,
    )
    expect(other).toMatch(
      /active +0x[0-9a-f]{8} {2}Let the band breathe.*\n +400,000 votes as of 20/,
    )
    expect(find('--choice for --reason')[0]).toMatch(/^Weight: 600,000 votes as of 20/)
    expect(find('verify proposal')[0]).toMatch(
      /^Proposal 0x[0-9a-f]{8} does what its text says, and nothing else/,
    )
    expect(find('verify proposal')[0]?.replaceAll('\n', ' ')).toMatch(
      /Backtest 0x[0-9a-f]{64}: the result that was given, of this document and its settings\. It says: Too short to judge\./,
    )
    expect(find('proposals show')[0]).toMatch(/^Backtest 0x[0-9a-f]{64}$/m)
    expect(find('proposals show')[0]).toMatch(
      /100.00 % \[1000000 pips\] -> 20.00 % \[200000 pips\]/,
    )
    const [relayed, again] = find('relay')
    expect(relayed).toMatch(/^0x3C44\w+ {2}cast$/)
    expect(again).toMatch(/voted already/)
    expect(find('tally')[0]).toMatch(/for {8}1,000,000/)
    expect(find('params get')[0]).toMatch(/max:\n.*\n {6}band: 20 %/)
    expect(find('params get')[0]).toMatch(
      /^market: weth-usd\nstatus: \w+.*\nevidence: .*\nin force:\n/,
    )
    expect(find('params get')[0]).toMatch(/\n {2}max trade: \$[\d,]+\n {2}interval: /)
    expect(find('params history')[0]).toMatch(
      /^\S+ \S+ UTC bounds set, by proposal 0x[0-9a-f]{8}\n {2}largest band: 100.00 % -> 20.00 %$/m,
    )
    const wide = find('params').flatMap((output) => output.split('\n'))
    expect(wide.filter((line) => line.length > 80)).toEqual([])
  })

  test('behavior: votes signed for Snapshot count once, and one on chain is the last word', async () => {
    const { governance } = stack.addresses
    const { governor, riskParameters } = governance
    const client = await connect(stack.urls.rpc, stack.chainId)
    const [first, second] = localAccounts.voters
    const { markets } = await readMarkets(client, riskParameters, 0n)
    const text = readFileSync(join(root, 'governance/examples/calm-bands.yaml'), 'utf8')
    const draft = readDraft(text.replaceAll('20 %', '25 %').replace('1 h }', '55 min }'))
    const document = completeDraft(draft, markets)
    const proposal = encodeProposal(document, { riskParameters })
    const { title } = document
    const { proposalId, call } = await signSnapshotProposal(
      client,
      governor,
      first,
      title,
      proposal,
    )
    await sendCall(client, stack.urls.rpc, first, call)
    const keys = {
      FIRST: toKey(first),
      SECOND: toKey(second),
      PAYER: toKey(localAccounts.operator),
    }
    const runs = await runLines(
      `# wait 13 s
GIMBAL_KEY=$FIRST npm run -s gimbal -- vote ${proposalId} --choice for --via snapshot > votes.ndjson
GIMBAL_KEY=$SECOND npm run -s gimbal -- vote ${proposalId} --choice against --via snapshot >> votes.ndjson
GIMBAL_KEY=$SECOND npm run -s gimbal -- vote ${proposalId} --choice abstain --yes
# wait 2 s
GIMBAL_KEY=$PAYER npm run -s gimbal -- relay votes.ndjson
GIMBAL_KEY=$PAYER npm run -s gimbal -- relay votes.ndjson --yes
GIMBAL_KEY=$PAYER npm run -s gimbal -- relay votes.ndjson --yes
npm run -s gimbal -- tally ${proposalId} --json`,
      keys,
    )
    const [, , onChain, tried, cast, again, tally] = runs
    expect(onChain?.output).toMatch(/Sent: 0x/)
    expect(tried?.output).toMatch(/would be: cast\n.*voted on chain, which is final$/)
    expect([cast?.status, cast?.output]).toEqual([0, expect.stringMatching(/ {2}cast\n/)])
    expect(again?.output).toMatch(/voted already\n/)
    const { forVotes, againstVotes, abstainVotes } = JSON.parse(tally?.output ?? '')
    expect([forVotes, againstVotes, abstainVotes]).toEqual([
      `6${'0'.repeat(23)}`,
      '0',
      `4${'0'.repeat(23)}`,
    ])

    // A vote that was changed after it was signed, and one for a proposal that is not there.
    const [vote = ''] = readFileSync(join(cwd, 'votes.ndjson'), 'utf8').split('\n')
    writeFileSync(join(cwd, 'changed.ndjson'), vote.replace('"choice":1', '"choice":2'))
    writeFileSync(join(cwd, 'other.ndjson'), vote.replace(/"proposal":"0x../, '"proposal":"0xab'))
    const [changed, other] = await runLines(
      `GIMBAL_KEY=$PAYER npm run -s gimbal -- relay changed.ndjson --yes
GIMBAL_KEY=$PAYER npm run -s gimbal -- relay other.ndjson --yes`,
      keys,
    )
    expect(changed?.output).toMatch(/voted already|not signed by the voter/)
    expect([other?.status, other?.output]).toEqual([
      1,
      expect.stringMatching(/no proposal of the Governor names/),
    ])
  })

  test('error: a vote that must not count is left out, with the reason', async () => {
    const client = createChainClient(stack.urls.rpc)
    const { governance } = stack.addresses
    const [voter] = localAccounts.voters
    const draft = join(cwd, 'draft.yaml')
    writeFileSync(
      draft,
      'gimbal: 1\ntitle: Shorter\nchanges:\n  - change: freshness\n    market: weth-usd\n    rationale: Fresher.\n    freshness: { maxAge: 50 min }\n',
    )
    // What a voter signed for the proposal before is for that one alone.
    const keys = { VOTER: toKey(voter), OTHER: toKey(localAccounts.trader) }
    const made = await runLines(
      `GIMBAL_KEY=$VOTER npm run -s gimbal -- propose ${draft} --yes --json`,
      keys,
    )
    const { proposalId } = JSON.parse(made[0]?.output.split('\n').at(-1) ?? '')
    await client.increaseTime({ seconds: 13 })
    await client.mine({ blocks: 1 })
    const old = readFileSync(join(cwd, 'ballots.ndjson'), 'utf8')
    const replayed = { ...JSON.parse(old), proposalId }
    writeFileSync(join(cwd, 'replayed.ndjson'), JSON.stringify(replayed))
    writeFileSync(join(cwd, 'tampered.ndjson'), JSON.stringify({ ...replayed, support: 0 }))
    const foreign = { ...replayed, chainId: 1 }
    writeFileSync(join(cwd, 'foreign.ndjson'), JSON.stringify(foreign))
    const runs = await runLines(
      `GIMBAL_KEY=$OTHER npm run -s gimbal -- relay replayed.ndjson --yes
GIMBAL_KEY=$OTHER npm run -s gimbal -- relay tampered.ndjson --yes
GIMBAL_KEY=$OTHER npm run -s gimbal -- relay foreign.ndjson --yes
GIMBAL_KEY=$OTHER npm run -s gimbal -- relay draft.yaml --yes
GIMBAL_KEY=$OTHER npm run -s gimbal -- propose ${draft} --yes
GIMBAL_KEY=$VOTER npm run -s gimbal -- execute ${proposalId} --yes
GIMBAL_KEY=$VOTER npm run -s gimbal -- vote ${proposalId} --choice for --yes
GIMBAL_KEY=$VOTER npm run -s gimbal -- vote ${proposalId} --choice against --yes
GIMBAL_KEY=$VOTER npm run -s gimbal -- cancel ${proposalId} --yes
# wait 200 s
GIMBAL_KEY=$VOTER npm run -s gimbal -- vote ${proposalId} --choice for --via signature
GIMBAL_KEY=$VOTER npm run -s gimbal -- queue ${proposalId} --yes
GIMBAL_KEY=$VOTER npm run -s gimbal -- execute ${proposalId} --yes
npm run -s gimbal -- proposals show 1`,
      keys,
    )
    expect(runs.map(({ status, output }) => `${status} ${output}`)).toEqual([
      expect.stringMatching(/^1 .*refused {2}.* is not 0x3C44\w+'s for this ballot/),
      expect.stringMatching(/^1 .*refused {2}/),
      expect.stringMatching(/^1 .*refused {2}the ballot is for .* on chain 1, not for this one/s),
      expect.stringMatching(/^2 .*line 1 is no ballot/s),
      expect.stringMatching(/^1 .*has 0 votes, 10,000 are needed to propose/s),
      expect.stringMatching(/^1 .*the proposal is active: its vote is open until 20.* UTC/),
      expect.stringMatching(/^0 .*Sent: 0x/s),
      expect.stringMatching(/^1 .*has voted on chain already/s),
      expect.stringMatching(/^1 .*is active.*nobody can cancel it any more/),
      expect.stringMatching(
        /^1 .*the proposal is succeeded: its vote is over since.*gimbal -- queue/s,
      ),
      expect.stringMatching(/^0 .*Sent: 0x/s),
      expect.stringMatching(/^1 .*is queued.*it can be executed from 20/),
      expect.stringMatching(/^1 .*no proposal 1; give one of 0x[0-9a-f]{8}, /),
    ])

    // A call that the text does not name: the page shows it first.
    const proposals = await readProposals(client as never, governance.governor, 0n)
    const honest = proposals.find(({ id }) => `${id}` === proposalId)
    if (honest === undefined) throw new Error('the proposal is gone')
    const targets = [...honest.targets, governance.token]
    const calldatas = [...honest.calldatas, '0xa9059cbb' as const]
    const args = [targets, [...honest.values, 0n], calldatas, honest.description]
    const { abi } = readArtifact('governance/GimbalGovernor')
    const propose = { address: governance.governor, abi, functionName: 'propose', args }
    await send(client, voter, propose)
    const { id } = (await readProposals(client as never, governance.governor, 0n)).at(-1) as {
      id: bigint
    }
    const [verified, shown] = await runLines(
      `npm run -s gimbal -- verify proposal ${id}\nnpm run -s gimbal -- proposals show ${id}`,
    )
    expect(verified?.status).toBe(4)
    expect(verified?.output).toMatch(/call 2 calls another contract/)
    expect(verified?.output).toMatch(/Not backtested: the description names no result\./)
    expect(shown?.output.split('\n')[3]).toMatch(/^!! DANGER: call 2 calls another contract/)
  })
})

function toKey(account: HDAccount): string {
  return `0x${Buffer.from(account.getHdKey().privateKey as Uint8Array).toString('hex')}`
}
