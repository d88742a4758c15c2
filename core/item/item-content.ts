import { z } from "zod";
import { isWellFormed } from "../label-set/label-name";
import { canonicalJson } from "../stable-hash";

export const MAX_TEXT_BYTES = 2 ** 20;
export const MAX_IMAGE_BYTES = 25_000_000;
export const MAX_IMAGE_PIXELS = 50_000_000;
export const MAX_MEDIA_PATH_LENGTH = 1024;

/** Content type and file endings of every image format that is accepted. */
export const IMAGE_FORMATS = [
  { name: "jpeg", contentType: "image/jpeg", endings: ["jpg", "jpeg"] },
  { name: "png", contentType: "image/png", endings: ["png"] },
  { name: "webp", contentType: "image/webp", endings: ["webp"] },
  { name: "gif", contentType: "image/gif", endings: ["gif"] },
] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number]["name"];

/** What was sampled; media by the hash of their bytes. */
export const ItemContent = z.discriminatedUnion("media", [
  z.strictObject({ media: z.literal("text"), text: z.string().min(1) }),
  z.strictObject({
    media: z.literal("image"),
    sha256: z.string(),
    width: z.int().positive(),
    height: z.int().positive(),
  }),
  z.strictObject({ media: z.literal("audio"), sha256: z.string() }),
  z.strictObject({
    media: z.literal("table"),
    data: z.map(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
]);
export type ItemContent = z.infer<typeof ItemContent>;

const encoder = new TextEncoder();

/** Why this text cannot be an item; null when it can. The text itself is never changed. */
export function textProblem(text: string): string | null {
  if (text.length === 0) return "The text is empty.";
  if (!isWellFormed(text)) return "The text holds a lone surrogate, which UTF-8 cannot express.";
  if (text.includes("\u0000")) return "The text holds a NUL character.";
  const bytes = text.length > MAX_TEXT_BYTES / 3 ? encoder.encode(text).length : text.length;
  return bytes > MAX_TEXT_BYTES ? `The text has ${bytes} bytes; at most ${MAX_TEXT_BYTES} are allowed.` : null;
}

/** Why this path inside an upload cannot be used; null when it can. */
export function mediaPathProblem(path: string): string | null {
  const length = [...path].length;
  if (length === 0 || length > MAX_MEDIA_PATH_LENGTH)
    return `A path has 1 to ${MAX_MEDIA_PATH_LENGTH} characters; found ${length}.`;
  if (!isWellFormed(path) || /\p{Cc}/u.test(path)) return "The path holds a control character or a lone surrogate.";
  if (path.includes("\\")) return "The path holds a backslash; use / between folders.";
  if (path.startsWith("/")) return "The path is absolute; expected one relative to the file.";
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(path))
    return "The path begins with a drive or scheme; expected one relative to the file.";
  if (path.split("/").some((part) => part === ".." || part === "." || part === ""))
    return "The path holds an empty, . or .. part.";
  return null;
}

/** The format of an image by its first bytes, whatever its name says; null when it is none that is accepted. */
export function imageFormatOf(bytes: Uint8Array): ImageFormat | null {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (head.startsWith("\xff\xd8\xff")) return "jpeg";
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) return "gif";
  return head.startsWith("RIFF") && head.slice(8) === "WEBP" ? "webp" : null;
}

/**
 * The text whose SHA-256 names this content: canonical JSON of the payload, columns in code point order.
 * Two items with the same hash are duplicates; imports without ids take `h-` and its first 20 hex digits.
 *
 * @example contentHashInput({ media: "text", text: "ripe" }) // '{"text":"ripe"}'
 */
export function contentHashInput(content: ItemContent): string {
  switch (content.media) {
    case "text":
      return canonicalJson({ text: content.text });
    case "image":
    case "audio":
      return canonicalJson({ [content.media]: content.sha256.toLowerCase() });
    case "table":
      return canonicalJson({ data: Object.fromEntries(content.data) });
  }
}
