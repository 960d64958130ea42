import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/**
 * @typedef {object} Outcome
 * @property {number} status The exit status; 128 + the signal's number if one ended the command.
 * @property {string} output What it printed, if that was captured.
 * @property {boolean} stopped Whether this process was told to stop meanwhile.
 */

/**
 * Runs a command to its end and passes on the signals that this process gets.
 *
 * In a terminal, Ctrl-C already reaches the whole process group; sending SIGINT once more would look like a
 * second Ctrl-C to the command. So in a terminal SIGINT is passed on only to a command that takes repeats for one.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {(text: string) => unknown} [options.onOutput] Is told all that the command prints, which then is captured, and
 *   standard input closed; without it, all three are this process's own. The command is ended when it returns true.
 * @param {(pid: number) => void} [options.onStart] Is told the process id.
 * @param {boolean} [options.takesRepeats] The command does at a second signal what it does at the first.
 * @returns {Promise<Outcome>}
 * @throws The system's error if the command cannot be started.
 */
export function run(command, args, { cwd, env, onOutput, onStart, takesRepeats = false } = {}) {
  return new Promise((resolve, reject) => {
    /** @type {import('node:child_process').SpawnOptions} */
    const options = { cwd, env, stdio: onOutput ? ['ignore', 'pipe', 'pipe'] : 'inherit' }
    let stopped = false
    const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
    /** @type {NodeJS.SignalsListener} */
    const pass = (signal) => {
      stopped = true
      if (signal !== 'SIGINT' || !terminal || takesRepeats) child.kill(signal)
    }
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    // Before the command begins: it may run before the call that starts it has returned.
    for (const signal of signals) process.on(signal, pass)
    const done = () => {
      for (const signal of signals) process.off(signal, pass)
    }

    const child = spawn(command, args, options)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text
        if (onOutput?.(text) === true) child.kill()
      })
    }

    child.once('spawn', () => onStart?.(/** @type {number} */ (child.pid)))
    child.once('error', (error) => {
      done()
      reject(error)
    })
    child.once('close', (code, signal) => {
      done()
      resolve({ status: signal ? 128 + constants.signals[signal] : (code ?? 1), output, stopped })
    })
  })
}
