import "server-only";
import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { viewerOf } from "@/server/auth/viewer";
import { getServer } from "@/server/start";
import { createCaller } from "@/server/trpc/app-router";

/** The signed-in person of this request, or null. */
export const viewer = cache(async () => viewerOf(await headers()));

/** Procedures for server components, as the person who asked for the page. */
export const api = cache(async () => {
  const actor = await viewer();
  return createCaller({ server: await getServer(), actor, now: Date.now() });
});

/** Sends whoever is not signed in to the sign-in page and back afterwards. */
export async function requireViewer(path: string) {
  const actor = await viewer();
  if (!actor) redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
  return actor;
}

/** A page's data: what does not exist, or is not theirs, is a 404. */
export async function loadOr404<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TRPCError && ["NOT_FOUND", "FORBIDDEN", "BAD_REQUEST"].includes(error.code)) notFound();
    throw error;
  }
}
