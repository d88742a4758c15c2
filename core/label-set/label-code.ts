import { normaliseName } from "./label-name";

/**
 * A distinct short code per label for tables and history strips: first letter and a second one from the name,
 * preferably the next; when letters run out, digits, and then a third character.
 *
 * @example twoLetterCodes([{ name: "T-shirt/top" }, { name: "Trouser" }]) // ["Ts", "Tr"]
 */
export function twoLetterCodes(labels: readonly { name: string }[]): string[] {
  const taken = new Set<string>();
  return labels.map(({ name }) => {
    const code =
      codeCandidates(normaliseName(name)).find((candidate) => !taken.has(candidate)) ?? numberedCode(name, taken);
    taken.add(code);
    return code;
  });
}

function codeCandidates(name: string): string[] {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first = "X", ...rest] = [...words.join("")];
  const initials = words.slice(1).map((word) => [...word][0] ?? "");
  return [rest[0] ?? "", ...initials, ...rest, ..."0123456789"].map(
    (second) => first.toUpperCase() + second.toLowerCase(),
  );
}

function numberedCode(name: string, taken: ReadonlySet<string>): string {
  const first = (/[\p{L}\p{N}]/u.exec(name)?.[0] ?? "X").toUpperCase();
  let n = 10;
  while (taken.has(first + n)) n++;
  return first + n;
}
