import { keyCap } from "@/app/_keyboard/command";

/** A key cap, named as on the keyboard. */
export function Kbd({ name }: { name: string }) {
  return <kbd>{keyCap(name)}</kbd>;
}
