import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { say } from './say.mjs'

/**
 * Runs `work` while holding a lock file, so that two runs never write the same folder. Waits, and says so,
 * while another run holds it; takes it over once no process named in it is alive.
 *
 * The file names the holder and each process it started for the work: a killed run leaves its npm behind for a while.
 *
 * @template T
 * @param {string} file
 * @param {(name: (pid: number) => void) => T | Promise<T>} work Is given a function that adds a process to the lock.
 * @param {{ pollMs?: number, what?: string }} [options] What the work is called to those who wait.
 * @returns {Promise<T>}
 */
export async function withLock(file, work, { pollMs = 200, what = 'set-up' } = {}) {
  mkdirSync(dirname(file), { recursive: true })
  const mine = [process.pid]
  let waitedFor = 0
  while (!take(file, mine)) {
    const found = read(file)
    if (found === undefined) continue
    const alive = processesOf(found).find(isAlive)
    if (alive === undefined) {
      setAside(file, found)
      continue
    }
    if (alive.pid !== waitedFor) {
      say(`another ${what} is under way (process ${alive.pid}); waiting for it`)
      waitedFor = alive.pid
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  try {
    return await work((pid) => {
      mine.push(pid)
      const whole = writeAside(file, mine)
      renameSync(whole, file)
    })
  } finally {
    rmSync(file, { force: true })
  }
}

/**
 * When a process started, in the kernel's clock ticks; '' where the system does not tell, 'ended' for one that only
 * waits to be reaped. A process id alone is not enough: ids are given out again, in a container within seconds.
 * @param {number} pid
 */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field, the command's name, is in brackets and may hold spaces; the state and field 22 come after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '')
  } catch {
    return ''
  }
}

/** @param {{ pid: number, start: string }} process_ */
function isAlive({ pid, start }) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    if (codeOf(error) !== 'EPERM') return false
  }
  return startOf(pid) === start
}

/**
 * The lock's text is a line `PID START` for each process.
 * @param {string} text
 */
function processesOf(text) {
  const lines = text.matchAll(/^(\d+) (.*)$/gm)
  return Array.from(lines, ([, pid, start]) => ({ pid: Number(pid), start: String(start) }))
}

/** @param {string} file @param {readonly number[]} pids @returns {string} A file beside the lock with its text. */
function writeAside(file, pids) {
  const whole = `${file}.${process.pid}`
  try {
    writeFileSync(whole, pids.map((pid) => `${pid} ${startOf(pid)}\n`).join(''))
  } catch (error) {
    rmSync(whole, { force: true })
    throw error
  }
  return whole
}

/** @param {string} file @param {readonly number[]} pids @returns {boolean} false if the lock is taken. */
function take(file, pids) {
  const whole = writeAside(file, pids)
  try {
    // A link appears at once and whole, and fails where the name is taken.
    linkSync(whole, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(whole, { force: true })
  }
}

/**
 * Takes a dead lock away. Of two runs that found it dead, only one can rename it; if what was renamed is
 * not what was found, the other run holds the lock by now, and gets it back.
 * @param {string} file
 * @param {string} found
 */
function setAside(file, found) {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    if (readFileSync(aside, 'utf8') !== found) linkSync(aside, file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/** @param {string} file @returns {string | undefined} undefined if the lock is gone. */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** @param {unknown} error @returns {string | undefined} */
function codeOf(error) {
  return /** @type {NodeJS.ErrnoException} */ (error).code
}
