import { loadCore } from 'gimbal/core'

loadCore().then(({ hash }) => postMessage(hash))
