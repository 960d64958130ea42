import type { MessengerName } from '../../../client/network/remoteSchema.ts'
import { axelar } from './axelar.ts'
import type { Bridge } from './bridge.ts'
import { hyperlane } from './hyperlane.ts'

/** Every bridge that a relayer serves, by its name in networks. */
export const bridges: Readonly<Record<MessengerName, Bridge>> = { axelar, hyperlane }
