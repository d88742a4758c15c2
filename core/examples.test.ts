import { describe, expect, it } from "vitest";

const sources = import.meta.glob<string>(
  ["./**/*.ts", "!./**/*.test.ts", "!./**/*.bench.ts", "!./**/*.coverage.ts", "!./**/fixtures/**"],
  { query: "?raw", import: "default", eager: true },
);
const modules = import.meta.glob<Record<string, unknown>>(
  ["./**/*.ts", "!./**/*.test.ts", "!./**/*.bench.ts", "!./**/*.coverage.ts", "!./**/fixtures/**"],
  { eager: true },
);

interface Example {
  file: string;
  call: string;
  expected: string;
}

/** Every `@example call // what it returns` whose call needs nothing but what its file exports. */
function examples(): Example[] {
  return Object.entries(sources).flatMap(([file, text]) =>
    [...text.matchAll(/^ \* .*?@example (.+?) \/\/ (.+)$/gm)].map(([, call = "", expected = ""]) => ({
      file,
      call,
      expected,
    })),
  );
}

/** The result, or undefined where the call names data that the docs only speak of. */
function run({ file, call }: Example): { result: unknown } | undefined {
  const names = Object.entries(modules[file] ?? {});
  try {
    // examples are our own text, from this repository
    const evaluate = new Function(...names.map(([name]) => name), `return (${call});`);
    return { result: evaluate(...names.map(([, value]) => value)) };
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Words after the result. */
const COMMENT = /: the .*| for .*|; .*/;
const NUMBER = /(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(\.\.\.)?/g;

/** Numbers of a text in order, each with the size of its last digit. */
function numbers(text: string): { value: number; unit: number }[] {
  return [...text.matchAll(NUMBER)].map(([token]) => {
    const digits = token.replace("...", "");
    const decimals = /e/.test(digits) ? 15 : (digits.split(".")[1]?.length ?? 0);
    return { value: Number(digits), unit: decimals === 0 ? 1e-9 : Math.max(1e-14, 10 ** -decimals) };
  });
}

function plain(result: unknown): string {
  return JSON.stringify(result, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
  );
}

describe("examples of the docs", () => {
  const runnable = examples().flatMap((example) => {
    const done = run(example);
    return done ? [{ ...example, result: done.result }] : [];
  });

  it("are found", () => {
    expect(runnable.length).toBeGreaterThan(15);
  });

  it.each(runnable)("$file: $call", ({ expected, result }) => {
    const found = numbers(plain(result));
    let from = 0;
    for (const { value, unit } of numbers(expected.replace(COMMENT, ""))) {
      const at = found.findIndex((other, k) => k >= from && Math.abs(other.value - value) <= unit);
      expect(at, `${value} of "${expected}" in ${plain(result)}`).toBeGreaterThanOrEqual(from);
      from = at + 1;
    }
  });
});
