CREATE TABLE `embeddings` (
	`model_id` integer NOT NULL,
	`item_id` integer NOT NULL,
	`vector` blob NOT NULL,
	PRIMARY KEY(`model_id`, `item_id`),
	FOREIGN KEY (`model_id`) REFERENCES `models`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `inference_browsers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`seen_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inference_browsers_key` ON `inference_browsers` (`project_id`,`user_id`,`key`);--> statement-breakpoint
CREATE TABLE `inference_leases` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`run_id` integer NOT NULL,
	`shard_id` integer NOT NULL,
	`browser_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`checks` text,
	`claimed_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`provider` text,
	`runtime_version` text,
	`ms_per_item` real,
	`items` integer NOT NULL,
	`largest_difference` real,
	`reason` text,
	FOREIGN KEY (`run_id`) REFERENCES `inference_runs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`shard_id`) REFERENCES `inference_shards`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`browser_id`) REFERENCES `inference_browsers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inference_leases_active` ON `inference_leases` (`shard_id`) WHERE state = 'active';--> statement-breakpoint
CREATE INDEX `inference_leases_expiry` ON `inference_leases` (`run_id`,`expires_at`) WHERE state = 'active';--> statement-breakpoint
CREATE INDEX `inference_leases_shard` ON `inference_leases` (`shard_id`,`kind`);--> statement-breakpoint
CREATE INDEX `inference_leases_user` ON `inference_leases` (`user_id`) WHERE state = 'active';--> statement-breakpoint
CREATE TABLE `inference_runs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`model_id` integer NOT NULL,
	`state` text NOT NULL,
	`scope` text NOT NULL,
	`check_share` real NOT NULL,
	`tolerance` real,
	`seed` integer NOT NULL,
	`total` integer DEFAULT 0 NOT NULL,
	`shards` integer DEFAULT 0 NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`checked` integer DEFAULT 0 NOT NULL,
	`unreadable` integer DEFAULT 0 NOT NULL,
	`refused` integer DEFAULT 0 NOT NULL,
	`largest_difference` real DEFAULT 0 NOT NULL,
	`created_by` integer NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`model_id`) REFERENCES `models`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `inference_runs_project` ON `inference_runs` (`project_id`,`model_id`);--> statement-breakpoint
CREATE TABLE `inference_shards` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`run_id` integer NOT NULL,
	`number` integer NOT NULL,
	`fold` integer,
	`sha256` text NOT NULL,
	`item_ids` text NOT NULL,
	`state` text NOT NULL,
	`sample` text,
	`unreadable` text,
	`probs` blob,
	`vectors` blob,
	FOREIGN KEY (`run_id`) REFERENCES `inference_runs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inference_shards_number` ON `inference_shards` (`run_id`,`number`);--> statement-breakpoint
CREATE INDEX `inference_shards_state` ON `inference_shards` (`run_id`,`state`,`number`);--> statement-breakpoint
ALTER TABLE `models` ADD `parity` text;--> statement-breakpoint
ALTER TABLE `prediction_runs` ADD `ms_per_item` real;--> statement-breakpoint
ALTER TABLE `prediction_runs` ADD `inference_run_id` integer;