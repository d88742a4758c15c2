export type ModelFileErrorCode = "model-truncated" | "model-malformed" | "model-too-deep" | "model-no-graph";

/** The file is not a well-formed ONNX model; `byteOffset` says where that showed. */
export class ModelFileError extends Error {
  override readonly name = "ModelFileError";

  constructor(
    readonly code: ModelFileErrorCode,
    message: string,
    readonly byteOffset: number,
  ) {
    super(`${message} (at byte ${byteOffset})`);
  }
}

const MAX_DEPTH = 16;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * One field of a protobuf message. Integers of any length arrive as `integer`; text and messages are read on demand from
 * `range`, and never leave the bytes of the message that holds them.
 */
export type ProtobufField = { number: number; integer: bigint | null; range: ProtobufMessage | null };

/** A view of one message inside a file; hostile lengths, depths and varints are refused. */
export class ProtobufMessage {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly start = 0,
    private readonly end = bytes.length,
    private readonly depth = 0,
  ) {}

  get length(): number {
    return this.end - this.start;
  }

  /** The fields in file order; unknown ones included, fixed-width values without a value. */
  *fields(): Generator<ProtobufField> {
    if (this.depth > MAX_DEPTH)
      throw new ModelFileError("model-too-deep", `Messages are nested deeper than ${MAX_DEPTH}`, this.start);
    let at = this.start;
    while (at < this.end) {
      const key = this.varint(at);
      const number = Number(key.value >> 3n);
      if (number === 0) throw new ModelFileError("model-malformed", "A field has the number 0", at);
      at = key.next;
      switch (Number(key.value & 7n)) {
        case 0: {
          const { value, next } = this.varint(at);
          at = next;
          yield { number, integer: BigInt.asIntN(64, value), range: null };
          break;
        }
        case 1:
          at = this.advance(at, 8n);
          yield { number, integer: null, range: null };
          break;
        case 2: {
          const { value, next } = this.varint(at);
          at = this.advance(next, value);
          yield { number, integer: null, range: new ProtobufMessage(this.bytes, next, at, this.depth + 1) };
          break;
        }
        case 5:
          at = this.advance(at, 4n);
          yield { number, integer: null, range: null };
          break;
        default:
          throw new ModelFileError("model-malformed", "Unknown wire type", at);
      }
    }
  }

  /** The content as text; bytes that are not UTF-8 are an error. */
  text(): string {
    try {
      return utf8.decode(this.bytes.subarray(this.start, this.end));
    } catch {
      throw new ModelFileError("model-malformed", "A text is not valid UTF-8", this.start);
    }
  }

  /** The content as packed varints, as numbers. */
  *packedIntegers(): Generator<bigint> {
    let at = this.start;
    while (at < this.end) {
      const { value, next } = this.varint(at);
      at = next;
      yield BigInt.asIntN(64, value);
    }
  }

  private advance(at: number, length: bigint): number {
    if (length > BigInt(this.end - at))
      throw new ModelFileError("model-truncated", "A field is longer than what holds it", at);
    return at + Number(length);
  }

  private varint(start: number): { value: bigint; next: number } {
    let value = 0n;
    for (let at = start, shift = 0n; shift < 70n; at++, shift += 7n) {
      const byte = at < this.end ? this.bytes[at] : undefined;
      if (byte === undefined) throw new ModelFileError("model-truncated", "The file ends inside a number", start);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return { value: BigInt.asUintN(64, value), next: at + 1 };
    }
    throw new ModelFileError("model-malformed", "A number has more than ten bytes", start);
  }
}
