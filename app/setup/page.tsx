import { TRPCProvider } from "../_trpc/client";
import { Door } from "../sign-in/door";
import { SetupForm } from "./setup-form";

export const metadata = { title: "Set up" };

export default function SetupPage() {
  return (
    <Door title="Set Concord up">
      <p className="text-text-2">The first account creates projects and invites everybody else.</p>
      <TRPCProvider>
        <SetupForm />
      </TRPCProvider>
    </Door>
  );
}
