/**
 * Lines for the file that GITHUB_OUTPUT names.
 * https://docs.github.com/actions/writing-workflows/choosing-what-your-workflow-does/workflow-commands-for-github-actions#multiline-strings
 * @param random what no value can have guessed, so that none can end early and set another output
 */
export function outputLines(outputs: Readonly<Record<string, string>>, random: string): string {
  return Object.entries(outputs)
    .map(([name, value]) => `${name}<<whodrift-${random}\n${value}\nwhodrift-${random}\n`)
    .join("");
}
