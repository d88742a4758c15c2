import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { insertUser, userByEmail } from "@/db/queries/users";
import { Email, hashPassword, NewPassword, PersonName } from "../auth/password";
import { type CliCommand, UsageError } from "./command";
import { withStore } from "./open-here";

export const userCommand: CliCommand = {
  help: `concord user add --email E --name N [--admin]: adds an account

  --email E   address the person signs in with
  --name N    name others see
  --admin     may do everything in every project

  The password is read from standard input, so that it stands in no list of processes.
  Environment: CONCORD_DATA, DATABASE_URL
`,
  run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { email: { type: "string" }, name: { type: "string" }, admin: { type: "boolean" } },
    });
    const { email, name, admin: isAdmin = false } = values;
    if (positionals.join(" ") !== "add" || email === undefined || name === undefined)
      throw new UsageError("concord user knows: add --email E --name N [--admin].");
    return addUser({ email, name, isAdmin });
  },
};

function addUser({ email, name, isAdmin }: { email: string; name: string; isAdmin: boolean }): Promise<number> {
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
