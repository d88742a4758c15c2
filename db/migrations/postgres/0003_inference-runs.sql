CREATE TABLE "embeddings" (
	"model_id" bigint NOT NULL,
	"item_id" bigint NOT NULL,
	"vector" "bytea" NOT NULL,
	CONSTRAINT "embeddings_pk" PRIMARY KEY("model_id","item_id")
);
--> statement-breakpoint
CREATE TABLE "inference_browsers" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inference_browsers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"seen_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inference_leases" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inference_leases_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" bigint NOT NULL,
	"shard_id" bigint NOT NULL,
	"browser_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"checks" text,
	"claimed_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"provider" text,
	"runtime_version" text,
	"ms_per_item" double precision,
	"items" bigint NOT NULL,
	"largest_difference" double precision,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "inference_runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inference_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"model_id" bigint NOT NULL,
	"state" text NOT NULL,
	"scope" text NOT NULL,
	"check_share" double precision NOT NULL,
	"tolerance" double precision,
	"seed" bigint NOT NULL,
	"total" bigint DEFAULT 0 NOT NULL,
	"shards" bigint DEFAULT 0 NOT NULL,
	"done" bigint DEFAULT 0 NOT NULL,
	"checked" bigint DEFAULT 0 NOT NULL,
	"unreadable" bigint DEFAULT 0 NOT NULL,
	"refused" bigint DEFAULT 0 NOT NULL,
	"largest_difference" double precision DEFAULT 0 NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"finished_at" bigint
);
--> statement-breakpoint
CREATE TABLE "inference_shards" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inference_shards_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" bigint NOT NULL,
	"number" bigint NOT NULL,
	"fold" bigint,
	"sha256" text NOT NULL,
	"item_ids" jsonb NOT NULL,
	"state" text NOT NULL,
	"sample" jsonb,
	"unreadable" jsonb,
	"probs" "bytea",
	"vectors" "bytea"
);
--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "parity" jsonb;--> statement-breakpoint
ALTER TABLE "prediction_runs" ADD COLUMN "ms_per_item" double precision;--> statement-breakpoint
ALTER TABLE "prediction_runs" ADD COLUMN "inference_run_id" bigint;--> statement-breakpoint
ALTER TABLE "embeddings" ADD CONSTRAINT "embeddings_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "embeddings" ADD CONSTRAINT "embeddings_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inference_browsers" ADD CONSTRAINT "inference_browsers_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inference_browsers" ADD CONSTRAINT "inference_browsers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inference_leases" ADD CONSTRAINT "inference_leases_run_id_inference_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."inference_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inference_leases" ADD CONSTRAINT "inference_leases_shard_id_inference_shards_id_fk" FOREIGN KEY ("shard_id") REFERENCES "public"."inference_shards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inference_leases" ADD CONSTRAINT "inference_leases_browser_id_inference_browsers_id_fk" FOREIGN KEY ("browser_id") REFERENCES "public"."inference_browsers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inference_leases" ADD CONSTRAINT "inference_leases_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inference_runs" ADD CONSTRAINT "inference_runs_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inference_runs" ADD CONSTRAINT "inference_runs_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inference_runs" ADD CONSTRAINT "inference_runs_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inference_shards" ADD CONSTRAINT "inference_shards_run_id_inference_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."inference_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "inference_browsers_key" ON "inference_browsers" USING btree ("project_id","user_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "inference_leases_active" ON "inference_leases" USING btree ("shard_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "inference_leases_expiry" ON "inference_leases" USING btree ("run_id","expires_at") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "inference_leases_shard" ON "inference_leases" USING btree ("shard_id","kind");--> statement-breakpoint
CREATE INDEX "inference_leases_user" ON "inference_leases" USING btree ("user_id") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "inference_runs_project" ON "inference_runs" USING btree ("project_id","model_id");--> statement-breakpoint
CREATE UNIQUE INDEX "inference_shards_number" ON "inference_shards" USING btree ("run_id","number");--> statement-breakpoint
CREATE INDEX "inference_shards_state" ON "inference_shards" USING btree ("run_id","state","number");