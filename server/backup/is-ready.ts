import { countUsers } from "@/db/queries/users";
import { getServer } from "../start";

export async function isReady(): Promise<boolean> {
  try {
    const { store } = await getServer();
    return (await countUsers(store.read)) >= 0;
  } catch {
    return false;
  }
}
