import type { ComponentProps } from "react";

/** A named part of a page that scrolls by itself, by keyboard too. */
export function ScrollRegion({ name, ...props }: { name: string } & ComponentProps<"section">) {
  return (
    <section
      {...props}
      aria-label={name}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    />
  );
}
