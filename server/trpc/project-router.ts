import { listAnnotators } from "../annotator/read-annotators";
import { cancelJob, JobInput, listJobs, readJob } from "../jobs/read-jobs";
import { watchJob } from "../jobs/watch-job";
import { AddExampleInput, addExample } from "../label-set/add-example";
import { ListExamplesInput, listExamples } from "../label-set/list-examples";
import { RemoveExampleInput, removeExample } from "../label-set/remove-example";
import { ProjectInput } from "../operation";
import { CreateProjectInput, createProject } from "../project/create-project";
import {
  ChangeRoleInput,
  changeRole,
  InviteMemberInput,
  inviteMember,
  RemoveMemberInput,
  RevokeInviteInput,
  removeMember,
  revokeInvite,
} from "../project/member";
import {
  listMembers,
  listMyQueues,
  listProjects,
  openProject,
  readOverview,
  readSettings,
  SlugInput,
} from "../project/read-project";
import {
  UpdateGuidelinesInput,
  UpdateLabelSetInput,
  UpdateSettingsInput,
  updateGuidelines,
  updateLabelSet,
  updateSettings,
} from "../project/update-project";
import { procedure, router } from "./init";

export const projectRouter = router({
  list: procedure.query(({ ctx }) => listProjects(ctx.operation)),
  myQueues: procedure.query(({ ctx }) => listMyQueues(ctx.operation)),
  create: procedure.input(CreateProjectInput).mutation(({ ctx, input }) => createProject(ctx.operation, input)),
  open: procedure.input(SlugInput).query(({ ctx, input }) => openProject(ctx.operation, input)),
  overview: procedure.input(ProjectInput).query(({ ctx, input }) => readOverview(ctx.operation, input)),
  settings: procedure.input(ProjectInput).query(({ ctx, input }) => readSettings(ctx.operation, input)),
  updateLabelSet: procedure
    .input(UpdateLabelSetInput)
    .mutation(({ ctx, input }) => updateLabelSet(ctx.operation, input)),
  updateGuidelines: procedure
    .input(UpdateGuidelinesInput)
    .mutation(({ ctx, input }) => updateGuidelines(ctx.operation, input)),
  examples: procedure.input(ListExamplesInput).query(({ ctx, input }) => listExamples(ctx.operation, input)),
  addExample: procedure.input(AddExampleInput).mutation(({ ctx, input }) => addExample(ctx.operation, input)),
  removeExample: procedure.input(RemoveExampleInput).mutation(({ ctx, input }) => removeExample(ctx.operation, input)),
  updateSettings: procedure
    .input(UpdateSettingsInput)
    .mutation(({ ctx, input }) => updateSettings(ctx.operation, input)),
  members: procedure.input(ProjectInput).query(({ ctx, input }) => listMembers(ctx.operation, input)),
  invite: procedure.input(InviteMemberInput).mutation(({ ctx, input }) => inviteMember(ctx.operation, input)),
  revokeInvite: procedure.input(RevokeInviteInput).mutation(({ ctx, input }) => revokeInvite(ctx.operation, input)),
  changeRole: procedure.input(ChangeRoleInput).mutation(({ ctx, input }) => changeRole(ctx.operation, input)),
  removeMember: procedure.input(RemoveMemberInput).mutation(({ ctx, input }) => removeMember(ctx.operation, input)),
  annotators: procedure.input(ProjectInput).query(({ ctx, input }) => listAnnotators(ctx.operation, input)),
  jobs: procedure.input(ProjectInput).query(({ ctx, input }) => listJobs(ctx.operation, input)),
  job: procedure.input(JobInput).query(({ ctx, input }) => readJob(ctx.operation, input)),
  watchJob: procedure.input(JobInput).subscription(({ ctx, input, signal }) => watchJob(ctx.operation, input, signal)),
  cancelJob: procedure.input(JobInput).mutation(({ ctx, input }) => cancelJob(ctx.operation, input)),
});
