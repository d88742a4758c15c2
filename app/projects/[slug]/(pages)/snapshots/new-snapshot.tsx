"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { TextField } from "@/app/_components/field";
import { Notice } from "@/app/_components/notice";
import { useTRPC } from "@/app/_trpc/client";

/** Keeps the state of now, with a note on what it is for. */
export function NewSnapshot({ projectId, isFirst }: { projectId: number; isFirst: boolean }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [note, setNote] = useState("");
  const create = useMutation(
    trpc.data.createSnapshot.mutationOptions({
      onSuccess: () => {
        setNote("");
        router.refresh();
      },
    }),
  );
  return (
    <form
      className="card flex flex-wrap items-end gap-3 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ projectId, note });
      }}
    >
      <TextField
        className="min-w-56 flex-1"
        label="Note"
        maxLength={1000}
        placeholder="What it is for: trained clothes-cnn 4"
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button type="submit" variant="primary" disabled={create.isPending}>
        {isFirst ? "Make the first snapshot" : "Make a snapshot"}
      </Button>
      {create.error && <Notice tone="bad">{create.error.message}</Notice>}
    </form>
  );
}
