import assert from 'node:assert/strict'
import { test } from 'node:test'
import { riskParametersAbi } from 'gimbal/abi'
import { network } from 'hardhat'
import { parseUnits, stringToHex } from 'viem'

/** As the contract's enum `Status` has them. */
const Status = { Unknown: 0, Active: 1, Stale: 2, Halted: 3, Fallback: 4 }

const marketId = stringToHex('weth-usd', { size: 32 })
const values = {
  aggressivenessPips: 12_700,
  bandPips: 48_300,
  maxTradeUsd: 443_000,
  intervalSec: 3_600,
  cppiMultiplierE3: 10_800,
  guardPips: 132_600,
  lotPips: 19_600,
  returnPips: 26_100,
}

/** A vault with a million dollars, and the fake that it reads. */
async function deploy() {
  const { viem } = await network.create()
  const risk = await viem.deployContract('MockRiskParameters')
  const dollars = await viem.deployContract('MockDollar')
  const exchange = await viem.deployContract('MockExchange', [dollars.address])
  const vault = await viem.deployContract('GuardedVault', [
    risk.address,
    marketId,
    dollars.address,
    exchange.address,
  ])
  await dollars.write.mint([vault.address, parseUnits('1000000', 6)])
  return { viem, risk, dollars, exchange, vault }
}

test('the vault spends the largest trade, and waits for the interval', async () => {
  const { risk, dollars, exchange, vault } = await deploy()
  await risk.write.set([marketId, values, Status.Active, 0])
  await vault.write.trade([0n])
  assert.equal(await dollars.read.balanceOf([exchange.address]), parseUnits('443000', 6))
  const dueAt = (await vault.read.lastTradeAt()) + 3_600n
  await assert.rejects(vault.write.trade([0n]), new RegExp(`TooSoon\\(${dueAt}\\)`))
})

for (const status of ['Unknown', 'Halted'] as const) {
  test(`the vault stands still while the market is ${status}`, async () => {
    const { risk, vault } = await deploy()
    await risk.write.set([marketId, values, Status[status], 0])
    await assert.rejects(vault.write.trade([0n]), new RegExp(`StandsStill\\(${Status[status]}, `))
  })
}

test("the package's ABI reads what the contract says", async () => {
  const { viem, risk } = await deploy()
  await risk.write.set([marketId, values, Status.Fallback, 0])
  const client = await viem.getPublicClient()
  const answer = await client.readContract({
    address: risk.address,
    abi: riskParametersAbi,
    functionName: 'parameters',
    args: [marketId],
  })
  assert.deepEqual(answer.slice(0, 2), [values, Status.Fallback])
})
