import { text } from "node:stream/consumers";
import { insertUser, userByEmail } from "@/db/queries/users";
import { Email, hashPassword, NewPassword, PersonName } from "../auth/password";
import { withStore } from "./open-here";

/** Adds an account; the password comes from standard input, so that it stands in no list of processes. */
export function addUser({ email, name, isAdmin }: { email: string; name: string; isAdmin: boolean }): Promise<number> {
  return withStore(async ({ store }) => {
    const address = Email.parse(email);
    if (await userByEmail(store.read, address)) throw new Error(`${address} has an account already.`);
    if (process.stdin.isTTY) process.stderr.write("Type the password, then Ctrl+D:\n");
    const passwordHash = await hashPassword(NewPassword.parse((await text(process.stdin)).replace(/\r?\n$/, "")));
    await store.transaction((tx) =>
      insertUser(tx, { email: address, name: PersonName.parse(name), passwordHash, isAdmin, now: Date.now() }),
    );
    process.stdout.write(`${address} can sign in now.\n`);
    return 0;
  });
}
