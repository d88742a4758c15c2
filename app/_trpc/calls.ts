"use client";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import type { AppRouter } from "@/server/trpc/app-router";

export const callLink = httpBatchLink<AppRouter>({ url: "/api/trpc", maxItems: 10 });

/** For code outside React, and for screens that are to load little: the label desk's claims and answers. */
export const trpc = createTRPCClient<AppRouter>({ links: [callLink] });
