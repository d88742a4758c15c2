import Link from "next/link";

/** Two rings that hold each other; leads home. */
export function Brand() {
  return (
    <Link href="/" className="flex items-center gap-2 rounded-md text-base font-semibold" prefetch={false}>
      <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="7.5" cy="10" r="6" fill="none" stroke="var(--accent)" strokeWidth="2" />
        <circle cx="12.5" cy="10" r="6" fill="none" stroke="var(--text)" strokeWidth="2" />
      </svg>
      Concord
    </Link>
  );
}
