import { redirect } from "next/navigation";
import { viewer } from "../_trpc/server";
import { Door } from "./door";
import { safeCallback } from "./safe-callback";
import { SignInForm } from "./sign-in-form";

export const metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[] }>;
}) {
  const { callbackUrl } = await searchParams;
  const goTo = safeCallback(typeof callbackUrl === "string" ? callbackUrl : null);
  if (await viewer()) redirect(goTo);
  return (
    <Door title="Sign in">
      <SignInForm goTo={goTo} />
    </Door>
  );
}
