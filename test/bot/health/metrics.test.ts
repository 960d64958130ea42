import { describe, expect, test } from 'vitest'
import { createMetrics } from '../../../bot/health/metrics.ts'

describe('createMetrics', () => {
  test('default: every series is there at 0, so that its first event is an increase', async () => {
    const { registry } = createMetrics({
      markets: ['weth-usd'],
      peers: ['https://user:secret@replica-2.example/v1/sign'],
    })
    const text = await registry.metrics()
    for (const series of [
      'gimbal_pushes_total{outcome="reverted"} 0',
      'gimbal_transactions_sent_total{way="first"} 0',
      'gimbal_peer_refusals_total{peer="https://replica-2.example",kind="differs"} 0',
      'gimbal_quorums_total{market="weth-usd",result="missed"} 0',
      'gimbal_signatures_given_total{answer="differs"} 0',
      'gimbal_decisions_total{market="weth-usd",type="halt",reason="contradiction"} 0',
      'gimbal_steps_total{result="failed"} 0',
      'gimbal_fee_wei_total 0',
      'gimbal_alarm{name="quorum"} 0',
    ]) {
      expect(text).toContain(`\n${series}\n`)
    }
    expect(text).not.toContain('secret')
  })

  test('default: every counter exists before its first event', async () => {
    const { registry } = createMetrics({
      markets: ['weth-usd'],
      peers: ['http://127.0.0.1:1/'],
      prices: ['wss://prices.example'],
    })
    const metrics = await registry.getMetricsAsJSON()
    const counters = metrics.filter(({ name, type }) => {
      return name.startsWith('gimbal_') && `${type}` === 'counter'
    })
    const empty = counters.filter(({ values }) => values.length === 0).map(({ name }) => name)
    expect(counters.length).toBeGreaterThan(5)
    expect(empty).toEqual([])
  })
})
