import { Door } from "../../door";
import { LinkButton } from "./link-button";

export const metadata = { title: "Demo" };

export default async function LinkPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <Door title="Sign in to the demo">
      <p className="text-text-2">
        This link stands for one person of the demo. It works on this machine only, and until the demo is started again.
      </p>
      <LinkButton token={token} />
    </Door>
  );
}
