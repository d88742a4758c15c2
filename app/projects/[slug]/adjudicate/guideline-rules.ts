export interface GuidelineRule {
  number: string;
  text: string;
}

const MARKS = /[*_`]+/g;

/**
 * The numbered rules of guidelines in Markdown, shortened to their beginning, so that a decision can name one.
 *
 * @example guidelineRules("2. **Collar**: makes a shirt")[0] // { number: "2", text: "Collar: makes a shirt" }
 */
export function guidelineRules(markdown: string): GuidelineRule[] {
  const rules = new Map<string, GuidelineRule>();
  for (const line of markdown.split("\n")) {
    const found = /^\s{0,3}(\d{1,3})[.)]\s+(\S.*)$/.exec(line);
    const number = found?.[1];
    if (!number || rules.has(number)) continue;
    const text = (found[2] ?? "").replace(MARKS, "").trim();
    rules.set(number, { number, text: text.length > 60 ? `${text.slice(0, 57).trimEnd()}…` : text });
  }
  return [...rules.values()];
}
