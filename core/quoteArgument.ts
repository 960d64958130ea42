/** An argument as a shell has to read it, for command lines that messages tell: quoted only where it needs that. */
export function quoteArgument(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`
}
