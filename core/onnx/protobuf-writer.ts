const encoder = new TextEncoder();

/** One protobuf message under construction; every method appends a field and returns the message. */
export class ProtobufWriter {
  private readonly chunks: Uint8Array[] = [];

  /** A varint field; negative numbers take ten bytes, as int64 demands. */
  integer(field: number, value: number | bigint): this {
    this.chunks.push(varint((field << 3) | 0), varint(value));
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.chunks.push(varint((field << 3) | 2), varint(value.length), value);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, encoder.encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    return this.bytes(field, value.finish());
  }

  messages(field: number, values: readonly ProtobufWriter[]): this {
    for (const value of values) this.message(field, value);
    return this;
  }

  finish(): Uint8Array {
    const result = new Uint8Array(this.chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of this.chunks) {
      result.set(chunk, at);
      at += chunk.length;
    }
    return result;
  }
}

function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 128 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}
