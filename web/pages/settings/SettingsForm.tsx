import type { ChosenNetwork } from '../../network/loadNetwork.ts'

/** Whom the page asks: network, URLs, replicas, theme. */
export function SettingsForm({ chosen }: { chosen: ChosenNetwork }) {
  return <p>{chosen.network.name}</p>
}
