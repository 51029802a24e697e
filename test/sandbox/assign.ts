/**
 * The line that sets an environment variable in the shell that is likely the reader's: PowerShell on Windows, where no
 * other shell says that it is there.
 */
export function assign(name: string, value: string, env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string {
  if (platform === "win32" && env["SHELL"] === undefined) return `$env:${name} = '${value.replaceAll("'", "''")}'`;
  return `export ${name}='${value.replaceAll("'", "'\\''")}'`;
}
