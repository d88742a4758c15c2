import Link from "next/link";
import { Chip } from "@/app/_components/chip";
import { type Column, DataTable } from "@/app/_components/data-table";
import { formatCount, formatOverlap, formatShare, formatStrategy } from "@/app/_components/format";
import { ProgressBar } from "@/app/_components/progress-bar";
import type { Outputs } from "@/app/_trpc/types";

type Queue = Outputs["project"]["overview"]["queues"][number];

const STATES = {
  filling: ["accent", "Filling"],
  open: ["good", "Open"],
  paused: ["warn", "Paused"],
  closed: ["quiet", "Closed"],
} as const;

export function QueueState({ state }: { state: Queue["state"] }) {
  const [tone, name] = STATES[state];
  return <Chip tone={tone}>{name}</Chip>;
}

const MODES = { blind: ", blind", mixed: "", assisted: ", assisted" };

/** Queues with how far they are. */
export function QueueTable({
  slug,
  queues,
  isFull = false,
}: {
  slug: string;
  queues: readonly Queue[];
  isFull?: boolean;
}) {
  const columns: Column<Queue>[] = [
    {
      id: "name",
      header: "Queue",
      isHead: true,
      cell: (queue) => (
        <Link href={`/projects/${slug}/queues/${queue.id}`} className="hover:text-accent hover:underline">
          {queue.name}
        </Link>
      ),
    },
    ...(isFull
      ? [
          { id: "state", header: "State", cell: (queue: Queue) => <QueueState state={queue.state} /> },
          {
            id: "order",
            header: "Order",
            className: "text-text-2 max-xl:hidden",
            cell: (queue: Queue) => formatStrategy(queue.strategy),
          },
        ]
      : []),
    {
      id: "people",
      header: "People per item",
      className: "text-text-2",
      cell: (queue) => formatOverlap(queue) + MODES[queue.mode],
    },
    {
      id: "progress",
      header: "Progress",
      className: "min-w-32",
      cell: (queue) => (
        <span className="flex items-center gap-2">
          <span className="min-w-16 flex-1">
            <ProgressBar name={`Progress of ${queue.name}`} done={queue.done} total={queue.total} />
          </span>
          <span className="w-10 text-right text-xs text-text-2">
            {queue.total === 0 ? "–" : formatShare(queue.done / queue.total, 0)}
          </span>
        </span>
      ),
    },
    {
      id: "left",
      header: "Left",
      isNumber: true,
      cell: (queue) => (queue.total === queue.done ? "–" : formatCount(queue.total - queue.done)),
    },
    { id: "conflict", header: "In conflict", isNumber: true, cell: (queue) => formatCount(queue.inConflict) },
  ];
  return <DataTable caption="Queues" columns={columns} rows={queues} rowKey={(queue) => queue.id} />;
}
