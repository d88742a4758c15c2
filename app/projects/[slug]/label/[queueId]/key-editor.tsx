"use client";
import { useState } from "react";
import { CheckField } from "@/app/_components/field";
import { keyCap } from "@/app/_keyboard/command";
import { trpc } from "@/app/_trpc/calls";
import {
  type KeyTarget,
  keyConflict,
  keysInForce,
  ORDINARY_KEYS,
  type OwnKeys,
  ownKeyOf,
  withOwnKey,
} from "@/core/label-set/own-keys";

export interface KeyEditorProps {
  projectId: number;
  userId: number;
  targets: readonly KeyTarget[];
  ownKeys: OwnKeys;
  onChange(keys: OwnKeys): void;
}

/** One's own keys: press the new one; taken ones are named; stored with the person. */
export function KeyEditor({ projectId, userId, targets, ownKeys, onChange }: KeyEditorProps) {
  const [listening, setListening] = useState<string | null>(null);
  const [message, setMessage] = useState("");
  const keys = keysInForce(targets, ownKeys);
  async function save(changed: OwnKeys) {
    onChange(changed);
    setMessage("Saving…");
    try {
      await trpc.account.updatePreferences.mutate({ projectId, userId, keys: changed });
      setMessage("Saved for you.");
    } catch {
      setMessage("Not saved: these keys hold until this page is left. Try again later.");
    }
  }
  function take(target: KeyTarget, event: Pick<KeyboardEvent, "code" | "key">) {
    const key = ownKeyOf(event);
    if (key === null) return setMessage(`${event.key} cannot be chosen: take a letter, a digit or one of / ? . , ; -`);
    const owner = keyConflict(targets, ownKeys, { id: target.id, key });
    if (owner) return setMessage(`${keyCap(key)} is the key of ${owner.name}. Give that another key first.`);
    setListening(null);
    void save(withOwnKey(ownKeys, target, key));
  }
  return (
    <section aria-label="Your own keys" className="mt-5 flex flex-col gap-3 border-line border-t pt-4">
      <CheckField
        label="Single keys"
        hint="Off: labels are chosen by Tab and Enter, by the mouse or with Ctrl K. Keys with Ctrl stay."
        isChecked={ownKeys.singleKeys}
        onCheck={(singleKeys) => void save({ ...ownKeys, singleKeys })}
      />
      <details>
        <summary className="font-semibold">Change keys</summary>
        <ul className="mt-3 grid gap-x-8 gap-y-1 sm:grid-cols-2">
          {targets.map((target) => {
            const key = keys.get(target.id);
            const isListening = listening === target.id;
            return (
              <li key={target.id} className="flex items-center justify-between gap-3">
                <span className="truncate">{target.name}</span>
                <button
                  type="button"
                  className="btn small min-w-24 justify-center"
                  aria-label={`Key of ${target.name}: ${isListening ? "press the new key" : key ? keyCap(key) : "none"}`}
                  onClick={() => {
                    setListening(target.id);
                    setMessage(`Press the new key of ${target.name}, Esc to leave it.`);
                  }}
                  onBlur={() => setListening((now) => (now === target.id ? null : now))}
                  onKeyDown={(event) => {
                    if (!isListening || event.key === "Tab" || event.key === "Shift") return;
                    event.preventDefault();
                    event.stopPropagation();
                    if (event.key !== "Escape") return take(target, event.nativeEvent);
                    setListening(null);
                    setMessage("");
                  }}
                >
                  {isListening ? "Press a key" : key ? <kbd>{keyCap(key)}</kbd> : "none"}
                </button>
              </li>
            );
          })}
        </ul>
        <button
          type="button"
          className="btn mt-3"
          onClick={() => void save({ ...ORDINARY_KEYS, singleKeys: ownKeys.singleKeys })}
        >
          Back to the ordinary keys
        </button>
      </details>
      <p role="status" className="min-h-5 text-text-2">
        {message}
      </p>
    </section>
  );
}
