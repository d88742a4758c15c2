/** The address that limits count by; forwarded headers count only behind a proxy that the operator named. */
export function clientAddress(headers: Headers, trustProxy: boolean): string {
  if (!trustProxy) return "direct";
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "direct";
}
