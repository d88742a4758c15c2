CREATE TABLE "adjudications" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "adjudications_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"item_id" bigint NOT NULL,
	"version" bigint NOT NULL,
	"decision" text NOT NULL,
	"label" text,
	"own_first_answer" text,
	"reason" text NOT NULL,
	"rule" text,
	"seen_annotations" jsonb NOT NULL,
	"user_id" bigint NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "annotations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "annotations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"item_id" bigint NOT NULL,
	"queue_id" bigint NOT NULL,
	"claim_id" bigint,
	"annotator_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"value" jsonb NOT NULL,
	"certainty" text NOT NULL,
	"channel" text NOT NULL,
	"mode" text NOT NULL,
	"late" boolean DEFAULT false NOT NULL,
	"client_key" text NOT NULL,
	"client_time" bigint,
	"received_at" bigint NOT NULL,
	"duration_ms" bigint,
	"supersedes" bigint,
	"note" text,
	"extra" jsonb
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "comments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"item_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"text" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "current_annotations" (
	"queue_id" bigint NOT NULL,
	"item_id" bigint NOT NULL,
	"annotator_id" bigint NOT NULL,
	"project_id" bigint NOT NULL,
	"annotation_id" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"label" text NOT NULL,
	"certainty" text NOT NULL,
	"mode" text NOT NULL,
	"channel" text NOT NULL,
	"blind_item" boolean NOT NULL,
	"slot" bigint NOT NULL,
	"late" boolean NOT NULL,
	CONSTRAINT "current_annotations_pk" PRIMARY KEY("queue_id","item_id","annotator_id")
);
--> statement-breakpoint
CREATE TABLE "first_answers" (
	"item_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"version" bigint NOT NULL,
	"label" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "first_answers_pk" PRIMARY KEY("item_id","user_id","version")
);
--> statement-breakpoint
CREATE TABLE "annotators" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "annotators_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"user_id" bigint,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "items" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "items_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"external_id" text NOT NULL,
	"number" bigint NOT NULL,
	"media_type" text NOT NULL,
	"text" text,
	"media_hash" text,
	"media_path" text,
	"meta" jsonb,
	"given" text,
	"split" text,
	"group_key" text,
	"observed_at" bigint,
	"content_hash" text NOT NULL,
	"status" text DEFAULT 'untouched' NOT NULL,
	"excluded_at" bigint,
	"excluded_reason" text,
	"extra" jsonb,
	"import_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"data" jsonb NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "jobs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint,
	"kind" text NOT NULL,
	"input" jsonb NOT NULL,
	"state" text NOT NULL,
	"done" bigint DEFAULT 0 NOT NULL,
	"total" bigint DEFAULT 0 NOT NULL,
	"phase" text DEFAULT '' NOT NULL,
	"result" jsonb,
	"error" text,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"attempts" bigint DEFAULT 0 NOT NULL,
	"created_by" bigint,
	"created_at" bigint NOT NULL,
	"started_at" bigint,
	"finished_at" bigint
);
--> statement-breakpoint
CREATE TABLE "model_folds" (
	"model_id" bigint NOT NULL,
	"item_id" bigint NOT NULL,
	"fold" bigint NOT NULL,
	CONSTRAINT "model_folds_pk" PRIMARY KEY("model_id","item_id")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "models_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"name" text NOT NULL,
	"version" bigint NOT NULL,
	"kind" text NOT NULL,
	"card" jsonb,
	"files" jsonb NOT NULL,
	"trained_on" jsonb NOT NULL,
	"accuracy" jsonb,
	"stage" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "prediction_runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "prediction_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"model_id" bigint NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"source" text NOT NULL,
	"fold" bigint,
	"out_of_sample" text NOT NULL,
	"classes" jsonb NOT NULL,
	"provider" text,
	"runtime_version" text,
	"prep_version" text,
	"count" bigint DEFAULT 0 NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "predictions" (
	"run_id" bigint NOT NULL,
	"item_id" bigint NOT NULL,
	"probs" "bytea" NOT NULL,
	"top_label" text NOT NULL,
	"confidence" double precision NOT NULL,
	"margin" double precision NOT NULL,
	"entropy" double precision NOT NULL,
	CONSTRAINT "predictions_pk" PRIMARY KEY("run_id","item_id"),
	CONSTRAINT "predictions_range" CHECK (confidence >= 0 and confidence <= 1 and margin >= 0 and margin <= 1 and entropy >= 0 and entropy < 100)
);
--> statement-breakpoint
CREATE TABLE "guideline_versions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "guideline_versions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"number" bigint NOT NULL,
	"text" text NOT NULL,
	"created_by" bigint,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invites" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "invites_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "label_set_versions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "label_set_versions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"number" bigint NOT NULL,
	"created_by" bigint,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "labels" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "labels_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"color" bigint NOT NULL,
	"shortcut" text,
	"description" text,
	"position" bigint NOT NULL,
	"retired_at" bigint
);
--> statement-breakpoint
CREATE TABLE "members" (
	"project_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"role" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "members_pk" PRIMARY KEY("project_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "projects_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"task" text NOT NULL,
	"media" text NOT NULL,
	"settings" jsonb NOT NULL,
	"event_seq" bigint DEFAULT 0 NOT NULL,
	"items" bigint DEFAULT 0 NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claims" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "claims_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"queue_id" bigint NOT NULL,
	"item_id" bigint NOT NULL,
	"slot" bigint NOT NULL,
	"annotator_id" bigint NOT NULL,
	"state" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"claimed_at" bigint NOT NULL,
	"arm" text,
	"arm_probability" double precision,
	"blind_item" boolean,
	"question" text,
	"suggestion_run" bigint,
	"suggestion" text,
	"suggestion_confidence" double precision,
	"label_set_version" bigint,
	"guideline_version" bigint,
	"shown_at" bigint
);
--> statement-breakpoint
CREATE TABLE "queue_items" (
	"queue_id" bigint NOT NULL,
	"item_id" bigint NOT NULL,
	"rank" bigint NOT NULL,
	"reason" text NOT NULL,
	"slots" bigint NOT NULL,
	"answers" bigint DEFAULT 0 NOT NULL,
	"skips" bigint DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"in_conflict" boolean DEFAULT false NOT NULL,
	CONSTRAINT "queue_items_pk" PRIMARY KEY("queue_id","item_id")
);
--> statement-breakpoint
CREATE TABLE "queues" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "queues_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"strategy" text NOT NULL,
	"filter" jsonb NOT NULL,
	"score_run_id" bigint,
	"overlap_min" bigint NOT NULL,
	"overlap_max" bigint NOT NULL,
	"mode" text NOT NULL,
	"blind_share" double precision NOT NULL,
	"blind_items_share" double precision NOT NULL,
	"question" text NOT NULL,
	"seed" bigint NOT NULL,
	"lease_ms" bigint NOT NULL,
	"model_id" bigint,
	"suggest_from" text DEFAULT 'stored' NOT NULL,
	"state" text NOT NULL,
	"total" bigint DEFAULT 0 NOT NULL,
	"done" bigint DEFAULT 0 NOT NULL,
	"in_conflict" bigint DEFAULT 0 NOT NULL,
	"judgements" bigint DEFAULT 0 NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agreements" (
	"project_id" bigint PRIMARY KEY NOT NULL,
	"event_seq" bigint NOT NULL,
	"result" jsonb NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "resolutions" (
	"item_id" bigint PRIMARY KEY NOT NULL,
	"project_id" bigint NOT NULL,
	"label" text,
	"status" text NOT NULL,
	"source" text,
	"method" text NOT NULL,
	"votes" jsonb NOT NULL,
	"posterior" jsonb NOT NULL,
	"entropy" double precision NOT NULL,
	"in_conflict" boolean NOT NULL,
	"needs_decision" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "score_runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "score_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"run_ids" jsonb NOT NULL,
	"summary" jsonb NOT NULL,
	"created_at" bigint NOT NULL,
	"finished_at" bigint
);
--> statement-breakpoint
CREATE TABLE "scores" (
	"score_run_id" bigint NOT NULL,
	"item_id" bigint NOT NULL,
	"rank" bigint NOT NULL,
	"self_confidence" double precision NOT NULL,
	"normalized_margin" double precision NOT NULL,
	"rank_mean" double precision NOT NULL,
	"given" text NOT NULL,
	"predicted" text NOT NULL,
	"confidence" double precision NOT NULL,
	"is_issue" boolean NOT NULL,
	CONSTRAINT "scores_pk" PRIMARY KEY("score_run_id","item_id"),
	CONSTRAINT "scores_range" CHECK (self_confidence >= 0 and self_confidence <= 1 and normalized_margin >= 0 and normalized_margin <= 1)
);
--> statement-breakpoint
CREATE TABLE "exports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "exports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"snapshot_id" bigint NOT NULL,
	"format" text NOT NULL,
	"options" jsonb NOT NULL,
	"file" text NOT NULL,
	"bytes" bigint NOT NULL,
	"manifest" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "snapshots_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"number" bigint NOT NULL,
	"event_seq" bigint NOT NULL,
	"content_hash" text NOT NULL,
	"items_hash" text NOT NULL,
	"schema_hash" text NOT NULL,
	"manifest" jsonb NOT NULL,
	"note" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "media" (
	"sha256" text PRIMARY KEY NOT NULL,
	"bytes" bigint NOT NULL,
	"content_type" text NOT NULL,
	"width" bigint NOT NULL,
	"height" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "uploads_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"name" text NOT NULL,
	"user_id" bigint NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sessions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"secret_hash" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"ended_at" bigint
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" bigint NOT NULL,
	"blocked_until" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_links" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sign_in_links_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"token_hash" text NOT NULL,
	"user_id" bigint,
	"expires_at" bigint NOT NULL,
	"used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"is_admin" boolean DEFAULT false NOT NULL,
	"disabled_at" bigint,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjudications" ADD CONSTRAINT "adjudications_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "annotations" ADD CONSTRAINT "annotations_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "annotations" ADD CONSTRAINT "annotations_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "annotations" ADD CONSTRAINT "annotations_annotator_id_annotators_id_fk" FOREIGN KEY ("annotator_id") REFERENCES "public"."annotators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "current_annotations" ADD CONSTRAINT "current_annotations_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "current_annotations" ADD CONSTRAINT "current_annotations_annotator_id_annotators_id_fk" FOREIGN KEY ("annotator_id") REFERENCES "public"."annotators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "first_answers" ADD CONSTRAINT "first_answers_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "first_answers" ADD CONSTRAINT "first_answers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "annotators" ADD CONSTRAINT "annotators_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "annotators" ADD CONSTRAINT "annotators_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_folds" ADD CONSTRAINT "model_folds_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_folds" ADD CONSTRAINT "model_folds_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prediction_runs" ADD CONSTRAINT "prediction_runs_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prediction_runs" ADD CONSTRAINT "prediction_runs_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_run_id_prediction_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."prediction_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guideline_versions" ADD CONSTRAINT "guideline_versions_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "label_set_versions" ADD CONSTRAINT "label_set_versions_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "labels" ADD CONSTRAINT "labels_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_queue_id_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."queues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_annotator_id_annotators_id_fk" FOREIGN KEY ("annotator_id") REFERENCES "public"."annotators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_items" ADD CONSTRAINT "queue_items_queue_id_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."queues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_items" ADD CONSTRAINT "queue_items_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queues" ADD CONSTRAINT "queues_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resolutions" ADD CONSTRAINT "resolutions_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_runs" ADD CONSTRAINT "score_runs_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_score_run_id_score_runs_id_fk" FOREIGN KEY ("score_run_id") REFERENCES "public"."score_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_snapshot_id_snapshots_id_fk" FOREIGN KEY ("snapshot_id") REFERENCES "public"."snapshots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_links" ADD CONSTRAINT "sign_in_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "adjudications_version" ON "adjudications" USING btree ("item_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "adjudications_seq" ON "adjudications" USING btree ("project_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "annotations_key" ON "annotations" USING btree ("annotator_id","client_key");--> statement-breakpoint
CREATE UNIQUE INDEX "annotations_seq" ON "annotations" USING btree ("project_id","seq");--> statement-breakpoint
CREATE INDEX "annotations_item" ON "annotations" USING btree ("item_id","annotator_id","queue_id");--> statement-breakpoint
CREATE INDEX "comments_item" ON "comments" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "current_annotations_item" ON "current_annotations" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "current_annotations_project" ON "current_annotations" USING btree ("project_id","annotator_id");--> statement-breakpoint
CREATE UNIQUE INDEX "annotators_name" ON "annotators" USING btree ("project_id","kind","name");--> statement-breakpoint
CREATE UNIQUE INDEX "annotators_user" ON "annotators" USING btree ("project_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "items_external" ON "items" USING btree ("project_id","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "items_number" ON "items" USING btree ("project_id","number");--> statement-breakpoint
CREATE INDEX "items_status" ON "items" USING btree ("project_id","status","id");--> statement-breakpoint
CREATE INDEX "items_content" ON "items" USING btree ("project_id","content_hash");--> statement-breakpoint
CREATE INDEX "audit_project" ON "audit" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "jobs_state" ON "jobs" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "jobs_project" ON "jobs" USING btree ("project_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "models_version" ON "models" USING btree ("project_id","name","version");--> statement-breakpoint
CREATE INDEX "prediction_runs_project" ON "prediction_runs" USING btree ("project_id","model_id");--> statement-breakpoint
CREATE INDEX "predictions_item" ON "predictions" USING btree ("item_id");--> statement-breakpoint
CREATE UNIQUE INDEX "guideline_versions_number" ON "guideline_versions" USING btree ("project_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "invites_token" ON "invites" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "invites_project" ON "invites" USING btree ("project_id");--> statement-breakpoint
CREATE UNIQUE INDEX "label_set_versions_number" ON "label_set_versions" USING btree ("project_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "labels_key" ON "labels" USING btree ("project_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "labels_position" ON "labels" USING btree ("project_id","position");--> statement-breakpoint
CREATE INDEX "members_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "projects_slug" ON "projects" USING btree ("slug");--> statement-breakpoint
CREATE UNIQUE INDEX "claims_slot" ON "claims" USING btree ("queue_id","item_id","slot") WHERE state in ('active', 'answered');--> statement-breakpoint
CREATE UNIQUE INDEX "claims_annotator" ON "claims" USING btree ("queue_id","item_id","annotator_id") WHERE state in ('active', 'answered');--> statement-breakpoint
CREATE INDEX "claims_expiry" ON "claims" USING btree ("queue_id","expires_at") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "claims_person" ON "claims" USING btree ("annotator_id","queue_id");--> statement-breakpoint
CREATE INDEX "claims_item" ON "claims" USING btree ("item_id","annotator_id");--> statement-breakpoint
CREATE INDEX "queue_items_open" ON "queue_items" USING btree ("queue_id","rank") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "queue_items_rank" ON "queue_items" USING btree ("queue_id","rank");--> statement-breakpoint
CREATE INDEX "queue_items_item" ON "queue_items" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "queues_project" ON "queues" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "resolutions_conflict" ON "resolutions" USING btree ("project_id","needs_decision","entropy");--> statement-breakpoint
CREATE INDEX "resolutions_project" ON "resolutions" USING btree ("project_id","status");--> statement-breakpoint
CREATE INDEX "score_runs_project" ON "score_runs" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "scores_rank" ON "scores" USING btree ("score_run_id","rank");--> statement-breakpoint
CREATE INDEX "exports_project" ON "exports" USING btree ("project_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "snapshots_number" ON "snapshots" USING btree ("project_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "uploads_owner" ON "uploads" USING btree ("sha256","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_secret" ON "sessions" USING btree ("secret_hash");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_links_token" ON "sign_in_links" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("email");