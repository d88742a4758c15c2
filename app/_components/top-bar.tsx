import { Brand } from "./brand";
import { UserMenu } from "./user-menu";

/** Head of the pages outside a project. */
export function TopBar({ viewer }: { viewer: { userId: number; name: string; email: string } }) {
  return (
    <div className="flex h-12 items-center justify-between gap-4 border-b border-line bg-surface px-4">
      <Brand />
      <div className="max-w-[50vw]">
        <UserMenu userId={viewer.userId} name={viewer.name} email={viewer.email} placement="below-right" />
      </div>
    </div>
  );
}
