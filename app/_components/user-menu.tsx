"use client";
import { SignOut, useLeftAnswers } from "@/app/_outbox/sign-out";
import { PopMenu } from "./pop-menu";
import { ThemeChoice } from "./theme";

/** Who is signed in, light or dark, and the way out. */
export function UserMenu({
  userId,
  name,
  email,
  placement,
}: {
  userId: number;
  name: string;
  email: string;
  placement: "above" | "below-right";
}) {
  useLeftAnswers(userId);
  const initials = name
    .split(/\s+/)
    .map((part) => [...part][0] ?? "")
    .slice(0, 2)
    .join("")
    .toUpperCase();
  return (
    <PopMenu
      placement={placement}
      buttonClass="flex h-9 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-sunken"
      button={
        <>
          <span
            aria-hidden="true"
            className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-weak text-[10px] font-semibold text-accent"
          >
            {initials}
          </span>
          <span className="truncate font-medium">{name}</span>
        </>
      }
    >
      {() => (
        <>
          <p className="truncate px-2 pt-1 text-xs text-text-2">{email}</p>
          <div className="p-1">
            <ThemeChoice />
          </div>
          <SignOut userId={userId} />
        </>
      )}
    </PopMenu>
  );
}
