/**
 * A terminal's screen, as far as a live view needs one: text, line breaks, and the sequences that move the cursor and
 * erase. Anything else is an error, so that a test notices it. It folds what is longer than a line, and folds anew
 * when it is resized, as most terminals do.
 * https://man7.org/linux/man-pages/man4/console_codes.4.html
 */
export class ScreenModel {
  #columns: number;
  /** Lines as they were written; `#row` and `#column` count the folded ones. */
  #rows: string[] = [""];
  #folded: boolean[] = [false];
  #row = 0;
  #column = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  write(text: string): void {
    // eslint's control characters are what a terminal is about: each sequence begins with one.
    for (const [token] of text.matchAll(/\u001B\[[?\d;]*[A-Za-z]|[^\u001B]|\u001B/gu)) this.#take(token);
  }

  resize(columns: number): void {
    const lines: string[] = [];
    this.#rows.forEach((row, index) => {
      if (this.#folded[index] === true) lines.push(`${lines.pop() ?? ""}${row}`);
      else lines.push(row);
    });
    this.#columns = columns;
    const folded = lines.map((line) => line.match(new RegExp(`.{1,${columns}}`, "gu")) ?? [""]);
    this.#rows = folded.flat();
    this.#folded = folded.flatMap((parts) => parts.map((_, index) => index > 0));
    // The cursor stays at the end, where a view leaves it.
    this.#row = this.#rows.length - 1;
  }

  /** What can be seen and scrolled to, without the empty line on which the cursor waits. */
  lines(): readonly string[] {
    return this.#rows.at(-1) === "" ? this.#rows.slice(0, -1) : this.#rows;
  }

  #take(token: string): void {
    const sequence = /^\u001B\[(?<count>[?\d;]*)(?<name>[A-Za-z])$/u.exec(token)?.groups;
    if (sequence !== undefined) this.#move(sequence["name"] ?? "", sequence["count"] ?? "");
    else if (token === "\n") [this.#row, this.#column] = [this.#row + 1, 0];
    else this.#put(token);
    while (this.#rows.length <= this.#row) {
      this.#rows.push("");
      this.#folded.push(false);
    }
  }

  #put(character: string): void {
    if (character < " ") throw new Error(`a control character reached the screen: ${JSON.stringify(character)}`);
    if (this.#column === this.#columns) {
      this.#row += 1;
      this.#column = 0;
      this.#rows.splice(this.#row, 0, "");
      this.#folded.splice(this.#row, 0, true);
    }
    const row = (this.#rows[this.#row] ?? "").padEnd(this.#column);
    this.#rows[this.#row] = row.slice(0, this.#column) + character + row.slice(this.#column + 1);
    this.#column += 1;
  }

  #move(name: string, count: string): void {
    const steps = count === "" ? 1 : Number(count);
    switch (name) {
      case "A":
        this.#row = Math.max(0, this.#row - steps);
        return;
      case "B":
        this.#row += steps;
        return;
      case "G":
        this.#column = steps - 1;
        return;
      case "J":
        this.#rows.length = this.#row + 1;
        this.#rows[this.#row] = (this.#rows[this.#row] ?? "").slice(0, this.#column);
        this.#folded.length = this.#row + 1;
        return;
      case "K":
        this.#rows[this.#row] = count === "2" ? "" : (this.#rows[this.#row] ?? "").slice(0, this.#column);
        return;
      case "m":
        return;
      case "h":
      case "l":
        // Synchronized output: https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036
        if (count === "?2026") return;
    }
    throw new Error(`the screen does not know the sequence ${count}${name}`);
  }
}
