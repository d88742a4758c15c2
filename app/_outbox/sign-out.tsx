"use client";
import { useEffect, useState } from "react";
import { signOut } from "@/app/sign-in/sign-in";

/** The browser part comes after the page, and only where somebody is signed in. */
const browserOutbox = () => import("./browser-outbox");

/** Sends what an earlier page of this person left on the disk, on whatever page they are now. */
export function useLeftAnswers(userId: number) {
  useEffect(() => {
    let close: (() => void) | undefined;
    let isOver = false;
    void browserOutbox().then(({ openBrowserOutbox }) => {
      if (!isOver) close = openBrowserOutbox(userId).close;
    });
    return () => {
      isOver = true;
      close?.();
    };
  }, [userId]);
}

/** The way out; asks first when answers are on this device alone. */
export function SignOut({ userId }: { userId: number }) {
  const [isLeaving, setIsLeaving] = useState(false);
  const [unsent, setUnsent] = useState(0);
  async function leave() {
    setIsLeaving(true);
    await signOut();
  }
  async function ask() {
    const { countUnsent } = await browserOutbox();
    // a disk that cannot be read holds nobody here
    const n = await countUnsent(userId).catch(() => 0);
    if (n === 0) await leave();
    else setUnsent(n);
  }
  if (unsent === 0)
    return (
      <button type="button" className="btn ghost w-full justify-start" disabled={isLeaving} onClick={() => void ask()}>
        Sign out
      </button>
    );
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-md bg-warn-weak p-2">
      <p>
        {unsent === 1 ? "1 answer of yours is" : `${unsent} answers of yours are`} not on the server. They stay on this
        device and go out when you sign in here again.
      </p>
      <button type="button" className="btn small" disabled={isLeaving} onClick={() => setUnsent(0)}>
        Stay signed in
      </button>
      <button type="button" className="btn small ghost" disabled={isLeaving} onClick={() => void leave()}>
        Sign out anyway
      </button>
    </div>
  );
}
