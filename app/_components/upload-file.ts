export interface Upload {
  sha256: string;
  bytes: number;
}

const isUpload = (value: unknown): value is Upload =>
  typeof value === "object" && value !== null && "sha256" in value && "bytes" in value;

function messageOf(text: string, status: number): string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && "message" in parsed) return String(parsed.message);
  } catch {
    // not JSON: a proxy between answered
  }
  return status === 413 ? "The file is too large." : `The upload failed (status ${status}).`;
}

/** Sends a file as it is, with progress (0..1); fetch cannot tell how much of a body has left. */
export function uploadFile(
  file: File,
  { onProgress, signal }: { onProgress?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/uploads?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total);
    request.onload = () => {
      const reply: unknown = request.status === 200 ? JSON.parse(request.responseText) : null;
      if (isUpload(reply)) resolve(reply);
      else reject(new Error(messageOf(request.responseText, request.status)));
    };
    request.onerror = () => reject(new Error("The server does not answer. The file was not sent."));
    request.onabort = () => reject(new Error("The upload was cancelled."));
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
