import { TRPCProvider } from "@/app/_trpc/client";
import { Door } from "@/app/sign-in/door";
import { InviteForm } from "./invite-form";

export const metadata = { title: "Invitation" };

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <Door title="You are invited">
      <TRPCProvider>
        <InviteForm token={token} />
      </TRPCProvider>
    </Door>
  );
}
