import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";

type Variant = "plain" | "primary" | "ghost" | "danger";

const classes = (variant: Variant, isSmall: boolean, more: string) =>
  `btn ${variant === "plain" ? "" : variant} ${isSmall ? "small" : ""} ${more}`;

interface Look {
  variant?: Variant;
  isSmall?: boolean;
}

export function Button({
  variant = "plain",
  isSmall = false,
  className = "",
  type = "button",
  ...rest
}: Look & ComponentProps<"button">) {
  return <button type={type} className={classes(variant, isSmall, className)} {...rest} />;
}

/** A link that looks like a button: it goes somewhere, it does nothing. */
export function LinkButton({
  variant = "plain",
  isSmall = false,
  className = "",
  href,
  children,
}: Look & { href: string; className?: string; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className={classes(variant, isSmall, className)}>
      {children}
    </Link>
  );
}
