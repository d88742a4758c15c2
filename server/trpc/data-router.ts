import { countItems, ItemInput, ItemsInput, listItems, readItem } from "../dataset/read-items";
import { StartImportInput, startImport } from "../dataset/start-import";
import { ProjectInput } from "../operation";
import {
  CreateSnapshotInput,
  ExportInput,
  listSnapshots,
  startExport,
  startSnapshot,
} from "../snapshot/start-snapshot";
import { procedure, router } from "./init";

export const dataRouter = router({
  import: procedure.input(StartImportInput).mutation(({ ctx, input }) => startImport(ctx.operation, input)),
  items: procedure.input(ItemsInput).query(({ ctx, input }) => listItems(ctx.operation, input)),
  counts: procedure.input(ProjectInput).query(({ ctx, input }) => countItems(ctx.operation, input)),
  item: procedure.input(ItemInput).query(({ ctx, input }) => readItem(ctx.operation, input)),
  snapshots: procedure.input(ProjectInput).query(({ ctx, input }) => listSnapshots(ctx.operation, input)),
  createSnapshot: procedure
    .input(CreateSnapshotInput)
    .mutation(({ ctx, input }) => startSnapshot(ctx.operation, input)),
  export: procedure.input(ExportInput).mutation(({ ctx, input }) => startExport(ctx.operation, input)),
});
