/**
 * Imported for its effect: when the parent of this process has gone, the process gets a SIGTERM, and so ends as if it
 * had been told to. Every link between `npm` and the command line imports it, so that the end of any link, by a SIGKILL
 * as well, is the end of all below it.
 *
 * The system gives a process whose parent has gone another parent. That is the one sign which needs no help of the
 * parent: npm and the shell that it starts pass on some signals only, and none at all once they have been killed.
 */
import { isMainThread } from 'node:worker_threads'

const LOOK_MS = 200

if (isMainThread) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_MS)
  // Nothing lives longer for being watched.
  timer.unref()
}
