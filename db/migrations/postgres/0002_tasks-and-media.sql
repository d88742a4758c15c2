ALTER TABLE "items" ADD COLUMN "image_width" bigint;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "image_height" bigint;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "audio_hash" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "audio_path" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "data" jsonb;--> statement-breakpoint
ALTER TABLE "labels" ADD COLUMN "parent" text;--> statement-breakpoint
ALTER TABLE "claims" ADD COLUMN "candidates" jsonb;--> statement-breakpoint
ALTER TABLE "queues" ADD COLUMN "enter_accepts" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "queues" ADD COLUMN "layout" text DEFAULT 'desk' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "preferences" jsonb;