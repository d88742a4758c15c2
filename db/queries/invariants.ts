import { type SQL, sql } from "drizzle-orm";
import { projects } from "../schema/projects";
import type { Queryable } from "../store";

/** Rows that a subquery finds; none where the invariant holds. */
async function countRows(db: Queryable, rows: SQL): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`(select count(*) from (${rows}) violations)`.mapWith(Number) })
    .from(sql`(select 1 as one) here`);
  return row?.n ?? 0;
}

/** Each query finds what must not be; the other side of every comparison is counted here from the rows themselves. */
const INVARIANTS: readonly [name: string, rows: SQL][] = [
  [
    "one current answer per queue, item and annotator",
    sql`select 1 from current_annotations group by queue_id, item_id, annotator_id having count(*) > 1`,
  ],
  [
    "slot holders have distinct slots within the open ones",
    sql`select 1 from claims c join queue_items i on i.queue_id = c.queue_id and i.item_id = c.item_id
      join queues q on q.id = c.queue_id
      where c.state in ('active', 'answered') and (c.slot > i.slots or i.slots > q.overlap_max)
      union all
      select 1 from claims where state in ('active', 'answered') group by queue_id, item_id, slot having count(*) > 1
      union all
      select 1 from claims where state in ('active', 'answered') group by queue_id, item_id, annotator_id having count(*) > 1`,
  ],
  [
    "each current answer is the newest event of its chain",
    sql`select 1 from current_annotations c where exists (select 1 from annotations a
      where a.item_id = c.item_id and a.annotator_id = c.annotator_id and a.queue_id = c.queue_id and a.seq > c.seq)`,
  ],
  [
    "event numbers are given once per project",
    sql`select 1 from (select project_id, seq from annotations union all select project_id, seq from adjudications) events
      group by project_id, seq having count(*) > 1`,
  ],
  [
    "no event has a number above its project's counter",
    sql`select 1 from annotations a join ${projects} p on p.id = a.project_id where a.seq > p.event_seq`,
  ],
  [
    "one event per annotator and key",
    sql`select 1 from annotations group by annotator_id, client_key having count(*) > 1`,
  ],
  [
    "each answered claim has exactly one current answer of its queue, item and annotator",
    sql`select 1 from claims c where c.state = 'answered' and (select count(*) from current_annotations a
      where a.queue_id = c.queue_id and a.item_id = c.item_id and a.annotator_id = c.annotator_id) <> 1`,
  ],
  ["each desk answer names a claim", sql`select 1 from annotations where channel = 'desk' and claim_id is null`],
  [
    "a current answer is late exactly when its claim holds no slot",
    sql`select 1 from current_annotations a join annotations e on e.id = a.annotation_id join claims c on c.id = e.claim_id
      where a.channel = 'desk' and a.late = (c.state = 'answered')`,
  ],
  ["an active claim has a lease", sql`select 1 from claims where state = 'active' and expires_at is null`],
  [
    "decisions are numbered without gaps",
    sql`select 1 from adjudications group by item_id having count(*) <> max(version)`,
  ],
  [
    "kept counters of queues equal their rows",
    sql`select 1 from queues q where q.state <> 'filling' and (
      q.total <> (select count(*) from queue_items i where i.queue_id = q.id)
      or q.done <> (select count(*) from queue_items i where i.queue_id = q.id and i.state = 'done')
      or q.in_conflict <> (select count(*) from queue_items i where i.queue_id = q.id and i.in_conflict)
      or q.judgements <> (select count(*) from claims c where c.queue_id = q.id and c.state = 'answered'))`,
  ],
  [
    "kept counters of queue items equal their answers",
    sql`select 1 from queue_items i where i.answers <> (select count(*) from current_annotations a
      where a.queue_id = i.queue_id and a.item_id = i.item_id and not a.late)`,
  ],
  [
    "kept counters of projects equal their items",
    sql`select 1 from ${projects} p where p.items <> (select count(*) from items i where i.project_id = p.id)`,
  ],
  [
    "undecidable and excluded items have no resolved label",
    sql`select 1 from resolutions where status in ('undecidable', 'excluded') and label is not null`,
  ],
  [
    "kept counters of browser runs equal their predictions",
    sql`select 1 from inference_runs r where r.done <> (select count(*) from predictions p
      join prediction_runs n on n.id = p.run_id where n.inference_run_id = r.id)
      union all
      select 1 from prediction_runs n where n.inference_run_id is not null
      and n.count <> (select count(*) from predictions p where p.run_id = n.id)`,
  ],
  [
    "a shard is under way exactly while a browser has it",
    sql`select 1 from inference_shards s where (s.state in ('computing', 'checking')) <> exists (
      select 1 from inference_leases l where l.shard_id = s.id and l.state = 'active')`,
  ],
  [
    "an item's status is that of its resolution",
    sql`select 1 from resolutions r join items i on i.id = r.item_id where r.status <> i.status`,
  ],
];

/** How many rows break each invariant. */
export async function checkInvariants(db: Queryable) {
  const results: { name: string; violations: number }[] = [];
  for (const [name, rows] of INVARIANTS) results.push({ name, violations: await countRows(db, rows) });
  return results;
}
