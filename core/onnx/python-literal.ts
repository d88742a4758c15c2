/** A text that is no literal of numbers, strings, lists, tuples and dicts. */
export class PythonLiteralError extends Error {
  override readonly name = "PythonLiteralError";
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(`${message} at character ${offset + 1}`);
  }
}

export type PythonValue = string | number | boolean | null | PythonValue[] | Map<string | number, PythonValue>;

const MAX_DEPTH = 16;
const SPACE = /[ \t\r\n\f]*/y;
const NUMBER = /[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /(?:True|False|None)\b/y;
const WORDS: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null };
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  n: "\n",
  r: "\r",
  t: "\t",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\n": "",
};
/** How many hexadecimal digits follow. */
const CODES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Reads what Python's `repr` writes of a dict, list, tuple, text or number; nothing is ever evaluated.
 *
 * @example readPythonLiteral("(224, 1.5, -3)") // [224, 1.5, -3]
 */
export function readPythonLiteral(text: string): PythonValue {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  value(depth: number): PythonValue {
    if (depth > MAX_DEPTH) throw this.error("Nested too deeply");
    this.match(SPACE);
    const next = this.text[this.at];
    if (next === "{") return this.dict(depth + 1);
    if (next === "[") return this.list("]", depth + 1);
    if (next === "(") return this.list(")", depth + 1);
    if (next === "'" || next === '"') return this.string(next);
    const word = this.match(WORD);
    if (word !== null) return WORDS[word] ?? null;
    const number = this.match(NUMBER);
    if (number === null) throw this.error("Expected a value");
    return Number(number.replaceAll("_", ""));
  }

  end() {
    this.match(SPACE);
    if (this.at < this.text.length) throw this.error("Nothing more was expected");
  }

  private dict(depth: number): PythonValue {
    const entries = new Map<string | number, PythonValue>();
    this.at++;
    while (!this.takes("}")) {
      const key = this.value(depth);
      if (typeof key !== "string" && typeof key !== "number") throw this.error("A key is a number or a text");
      this.expect(":");
      entries.set(key, this.value(depth));
      if (!this.takes(",")) {
        this.expect("}");
        break;
      }
    }
    return entries;
  }

  private list(end: string, depth: number): PythonValue[] {
    const values: PythonValue[] = [];
    this.at++;
    while (!this.takes(end)) {
      values.push(this.value(depth));
      if (!this.takes(",")) {
        this.expect(end);
        break;
      }
    }
    return values;
  }

  private string(quote: string): string {
    let result = "";
    for (this.at++; this.text[this.at] !== quote; ) {
      const character = this.text[this.at];
      if (character === undefined || character === "\n") throw this.error("A text has no end");
      this.at++;
      result += character === "\\" ? this.escape() : character;
    }
    this.at++;
    return result;
  }

  private escape(): string {
    const character = this.text[this.at++];
    if (character === undefined) throw this.error("A text has no end");
    const digits = CODES[character];
    // an unknown escape stands for itself, backslash included
    if (digits === undefined) return ESCAPES[character] ?? `\\${character}`;
    const code = this.text.slice(this.at, this.at + digits);
    if (!new RegExp(`^[0-9a-fA-F]{${digits}}$`).test(code) || Number.parseInt(code, 16) > 0x10ffff)
      throw this.error("A character code is broken");
    this.at += digits;
    return String.fromCodePoint(Number.parseInt(code, 16));
  }

  private takes(character: string): boolean {
    this.match(SPACE);
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private expect(character: string) {
    if (!this.takes(character)) throw this.error(`Expected ${character}`);
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }

  private error(message: string) {
    return new PythonLiteralError(message, this.at);
  }
}
