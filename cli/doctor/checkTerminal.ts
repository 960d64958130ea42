import type { WriteStream } from 'node:tty'
import type { StartCheck } from '../../bot/checkStart.ts'
import { mend, pass } from './check.ts'

/** Columns for which the frame of `gimbal start` is made. */
const MIN_COLUMNS = 80

interface TerminalOptions {
  env: NodeJS.ProcessEnv
  stream: Partial<Pick<WriteStream, 'isTTY' | 'columns'>>
}

/** Whether figures and curves arrive as they are drawn. */
export function checkTerminal({ env, stream }: TerminalOptions): StartCheck[] {
  return [checkLocale(env), checkScreen(env, stream)]
}

function checkLocale(env: NodeJS.ProcessEnv): StartCheck {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value) ?? ''
  const charset = /\.([^@]+)/.exec(locale)?.[1]
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    return mend('locale', `${locale} cannot show curves; set LANG=C.UTF-8, and a terminal to match`)
  }
  return pass('locale', locale || 'no locale is set; UTF-8 is written')
}

function checkScreen(env: NodeJS.ProcessEnv, stream: TerminalOptions['stream']): StartCheck {
  const { isTTY = false } = stream
  // Some terminals do not know their size and report 0.
  const columns = stream.columns || MIN_COLUMNS
  if (!isTTY) return pass('terminal', 'no terminal; plain lines are written')
  if (env.TERM === 'dumb') {
    return mend('terminal', 'TERM is dumb, and `gimbal start` redraws; pipe it through cat')
  }
  if (columns >= MIN_COLUMNS) return pass('terminal', `${columns} columns`)
  return mend('terminal', `${columns} columns, wanted are ${MIN_COLUMNS}; widen it`)
}
