/** One command; its file is loaded only when it is called, so that a command without a database loads none. */
export interface CliCommand {
  /** Everything `concord <command> --help` prints. */
  help: string;
  /** Resolves to the exit code: 0 done, 1 failed or refused, 2 usage or unreadable input, 3 import with rejected rows. */
  run(args: string[]): Promise<number>;
}

/** The command was called wrongly: exit code 2, with the command's help. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A file that was named cannot be read, or not as what it should be: exit code 2. */
export class InputError extends Error {
  override readonly name = "InputError";
}
