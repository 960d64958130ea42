/** @type {readonly (readonly [RegExp, string, string])[]} What the output shows, what it means, what to do. */
const causes = [
  [/ENOSPC|EDQUOT|no space left on device/i, 'The disk is full.', 'Free about 2 GB'],
  [
    /ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|SOCKET_TIMEOUT/,
    'The package registry cannot be reached.',
    'Check the network and the settings `registry`, `proxy` and `offline` (npm config list)',
  ],
  [/EINTEGRITY/, 'A package arrived damaged.', 'Empty the cache (npm cache clean --force)'],
  [/EUSAGE/, 'package.json and package-lock.json do not agree.', 'Run `npm run lock`'],
  [
    /\bE40[134]\b|\bETARGET\b/,
    'The registry does not serve a package that the lock file names.',
    'Check `npm config get registry`',
  ],
  [
    /EACCES|EPERM|EROFS/,
    'A folder may not be written to.',
    'Check who owns this folder and the npm cache (npm config get cache)',
  ],
]

/**
 * What to tell a user of a failed command: what failed, why as far as its output shows, its last lines, what to do.
 * @param {string} what Finishes 'gimbal: '.
 * @param {string} output All that the command printed.
 * @param {string} [otherwise] What to do where the output shows none of the known causes.
 */
export function explain(what, output, otherwise = 'Mend that') {
  const cause = causes.find(([pattern]) => pattern.test(output))
  // After a mistake in its use, npm prints all that it can do.
  const [said = ''] = output.split(/^.*\bUsage:$/m)
  const lines = said
    .split('\n')
    .filter(
      (line) => line.trim() && !/^npm (notice|http (fetch|cache) .* (200|304|cache) )/.test(line),
    )
    .slice(-15)
  return [
    what,
    ...lines.map((line) => `  | ${line}`),
    ...(cause ? [cause[1]] : []),
    `${cause?.[2] ?? otherwise}, then run the same command again: it goes on from here.`,
  ].join('\n')
}
