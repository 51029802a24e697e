// Partitions: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
const CONSOLE_HOSTS = /(^|\.)(console\.aws\.amazon\.com|console\.amazonaws-us-gov\.com|console\.amazonaws\.cn)$/;

/** The link, where it leads to an AWS console and nowhere else; it may come from a saved report. */
export function consoleUrl(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const plain = url.protocol === "https:" && url.username === "" && url.password === "" && url.port === "";
  // Characters that end a link in Markdown are percent-encoded or absent in the console's own links.
  const safe = /^[\w:/?#=&%.,;~+-]+$/.test(url.href);
  return plain && safe && CONSOLE_HOSTS.test(url.hostname) ? url.href : undefined;
}
