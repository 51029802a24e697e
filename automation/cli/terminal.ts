/** What a command may use of the world. The entry point builds it from `process`; tests build their own. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homedir: string;
  readonly cwd: string;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** All of it, once. */
  readonly readStdin: () => Promise<string>;
  /** Puts a question to whoever sits there, and waits for a line; absent where nobody does. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** Aborted on the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** The environment as processes and clients take it. */
export function definedOnly(env: Terminal["env"]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Told once by each command: its exit status. */
export type End = (status: number) => void;

export interface Stream {
  readonly isTTY: boolean;
  /** Where nobody tells, what suits a log. May change while a terminal is resized. */
  readonly columns: number;
  readonly rows: number;
  write(text: string): Promise<void>;
}

/** https://no-color.org; FORCE_COLOR is Node's own convention. */
export function wantsColor(stream: Pick<Stream, "isTTY">, env: Terminal["env"]): boolean {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0";
  return stream.isTTY && env["TERM"] !== "dumb";
}
