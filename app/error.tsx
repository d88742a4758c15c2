"use client";

export default function ErrorPage({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start justify-center gap-3 p-6">
      <h1>This page did not load</h1>
      <p className="text-text-2">
        The server answered with an error. Nothing that you saved is lost. Try again; if it stays, the server's log says
        more.
      </p>
      <button type="button" className="btn primary" onClick={reset}>
        Try again
      </button>
    </main>
  );
}
