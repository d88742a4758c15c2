"use client";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { JobWatch } from "@/app/_components/job-progress";
import { Notice } from "@/app/_components/notice";
import { useTRPC } from "@/app/_trpc/client";

/** Answers came since the last measuring: measures again, once, and shows how far that is. */
export function MeasureAgreement({ projectId, isFirst }: { projectId: number; isFirst: boolean }) {
  const trpc = useTRPC();
  const { mutate, data, error } = useMutation(trpc.agreement.measure.mutationOptions());
  const isAsked = useRef(false);
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    mutate({ projectId });
  }, [mutate, projectId]);
  if (error) return <Notice tone="bad">{error.message}</Notice>;
  if (!data)
    return (
      <p role="status" className="text-text-2">
        {isFirst ? "Answers are there; measuring starts." : "Answers came since: measuring again."}
      </p>
    );
  return <JobWatch projectId={projectId} jobId={data.jobId} name="Measuring agreement" mayCancel={false} />;
}
