export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start justify-center gap-3 p-6">
      <h1>There is nothing here</h1>
      <p className="text-text-2">The address is wrong, or the page is not open to you. Ask an owner of the project.</p>
      <a href="/" className="btn primary">
        Go to my queues
      </a>
    </main>
  );
}
