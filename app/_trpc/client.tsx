"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpSubscriptionLink, splitLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "@/server/trpc/app-router";
import { callLink } from "./calls";

const context = createTRPCContext<AppRouter>();
export const useTRPC = context.useTRPC;

const trpcClient = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (call) => call.type === "subscription",
      true: httpSubscriptionLink({ url: "/api/trpc" }),
      false: callLink,
    }),
  ],
});

export function TRPCProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: false } } }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}
