CREATE TABLE `adjudications` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`seq` integer NOT NULL,
	`item_id` integer NOT NULL,
	`version` integer NOT NULL,
	`decision` text NOT NULL,
	`label` text,
	`own_first_answer` text,
	`reason` text NOT NULL,
	`rule` text,
	`seen_annotations` text NOT NULL,
	`user_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `adjudications_version` ON `adjudications` (`item_id`,`version`);--> statement-breakpoint
CREATE UNIQUE INDEX `adjudications_seq` ON `adjudications` (`project_id`,`seq`);--> statement-breakpoint
CREATE TABLE `annotations` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`seq` integer NOT NULL,
	`item_id` integer NOT NULL,
	`queue_id` integer NOT NULL,
	`claim_id` integer,
	`annotator_id` integer NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`certainty` text NOT NULL,
	`channel` text NOT NULL,
	`mode` text NOT NULL,
	`late` integer DEFAULT false NOT NULL,
	`client_key` text NOT NULL,
	`client_time` integer,
	`received_at` integer NOT NULL,
	`duration_ms` integer,
	`supersedes` integer,
	`note` text,
	`extra` text,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`annotator_id`) REFERENCES `annotators`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `annotations_key` ON `annotations` (`annotator_id`,`client_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `annotations_seq` ON `annotations` (`project_id`,`seq`);--> statement-breakpoint
CREATE INDEX `annotations_item` ON `annotations` (`item_id`,`annotator_id`,`queue_id`);--> statement-breakpoint
CREATE TABLE `comments` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`item_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`text` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `comments_item` ON `comments` (`item_id`);--> statement-breakpoint
CREATE TABLE `current_annotations` (
	`queue_id` integer NOT NULL,
	`item_id` integer NOT NULL,
	`annotator_id` integer NOT NULL,
	`project_id` integer NOT NULL,
	`annotation_id` integer NOT NULL,
	`seq` integer NOT NULL,
	`label` text NOT NULL,
	`certainty` text NOT NULL,
	`mode` text NOT NULL,
	`channel` text NOT NULL,
	`blind_item` integer NOT NULL,
	`slot` integer NOT NULL,
	`late` integer NOT NULL,
	PRIMARY KEY(`queue_id`, `item_id`, `annotator_id`),
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`annotator_id`) REFERENCES `annotators`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `current_annotations_item` ON `current_annotations` (`item_id`);--> statement-breakpoint
CREATE INDEX `current_annotations_project` ON `current_annotations` (`project_id`,`annotator_id`);--> statement-breakpoint
CREATE TABLE `first_answers` (
	`item_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`version` integer NOT NULL,
	`label` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`item_id`, `user_id`, `version`),
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `annotators` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`user_id` integer,
	`note` text,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `annotators_name` ON `annotators` (`project_id`,`kind`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `annotators_user` ON `annotators` (`project_id`,`user_id`);--> statement-breakpoint
CREATE TABLE `items` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`external_id` text NOT NULL,
	`number` integer NOT NULL,
	`media_type` text NOT NULL,
	`text` text,
	`media_hash` text,
	`media_path` text,
	`meta` text,
	`given` text,
	`split` text,
	`group_key` text,
	`observed_at` integer,
	`content_hash` text NOT NULL,
	`status` text DEFAULT 'untouched' NOT NULL,
	`excluded_at` integer,
	`excluded_reason` text,
	`extra` text,
	`import_id` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `items_external` ON `items` (`project_id`,`external_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `items_number` ON `items` (`project_id`,`number`);--> statement-breakpoint
CREATE INDEX `items_status` ON `items` (`project_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `items_content` ON `items` (`project_id`,`content_hash`);--> statement-breakpoint
CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`data` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_project` ON `audit` (`project_id`,`id`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer,
	`kind` text NOT NULL,
	`input` text NOT NULL,
	`state` text NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`total` integer DEFAULT 0 NOT NULL,
	`phase` text DEFAULT '' NOT NULL,
	`result` text,
	`error` text,
	`cancel_requested` integer DEFAULT false NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`created_by` integer,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `jobs_state` ON `jobs` (`state`,`id`);--> statement-breakpoint
CREATE INDEX `jobs_project` ON `jobs` (`project_id`,`id`);--> statement-breakpoint
CREATE TABLE `model_folds` (
	`model_id` integer NOT NULL,
	`item_id` integer NOT NULL,
	`fold` integer NOT NULL,
	PRIMARY KEY(`model_id`, `item_id`),
	FOREIGN KEY (`model_id`) REFERENCES `models`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `models` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`name` text NOT NULL,
	`version` integer NOT NULL,
	`kind` text NOT NULL,
	`card` text,
	`files` text NOT NULL,
	`trained_on` text NOT NULL,
	`accuracy` text,
	`stage` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `models_version` ON `models` (`project_id`,`name`,`version`);--> statement-breakpoint
CREATE TABLE `prediction_runs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`model_id` integer NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`source` text NOT NULL,
	`fold` integer,
	`out_of_sample` text NOT NULL,
	`classes` text NOT NULL,
	`provider` text,
	`runtime_version` text,
	`prep_version` text,
	`count` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`model_id`) REFERENCES `models`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `prediction_runs_project` ON `prediction_runs` (`project_id`,`model_id`);--> statement-breakpoint
CREATE TABLE `predictions` (
	`run_id` integer NOT NULL,
	`item_id` integer NOT NULL,
	`probs` blob NOT NULL,
	`top_label` text NOT NULL,
	`confidence` real NOT NULL,
	`margin` real NOT NULL,
	`entropy` real NOT NULL,
	PRIMARY KEY(`run_id`, `item_id`),
	FOREIGN KEY (`run_id`) REFERENCES `prediction_runs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "predictions_range" CHECK(confidence >= 0 and confidence <= 1 and margin >= 0 and margin <= 1 and entropy >= 0 and entropy < 100)
);
--> statement-breakpoint
CREATE INDEX `predictions_item` ON `predictions` (`item_id`);--> statement-breakpoint
CREATE TABLE `guideline_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`number` integer NOT NULL,
	`text` text NOT NULL,
	`created_by` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `guideline_versions_number` ON `guideline_versions` (`project_id`,`number`);--> statement-breakpoint
CREATE TABLE `invites` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_by` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invites_token` ON `invites` (`token_hash`);--> statement-breakpoint
CREATE INDEX `invites_project` ON `invites` (`project_id`);--> statement-breakpoint
CREATE TABLE `label_set_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`number` integer NOT NULL,
	`created_by` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `label_set_versions_number` ON `label_set_versions` (`project_id`,`number`);--> statement-breakpoint
CREATE TABLE `labels` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`color` integer NOT NULL,
	`shortcut` text,
	`description` text,
	`position` integer NOT NULL,
	`retired_at` integer,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `labels_key` ON `labels` (`project_id`,`key`);--> statement-breakpoint
CREATE UNIQUE INDEX `labels_position` ON `labels` (`project_id`,`position`);--> statement-breakpoint
CREATE TABLE `members` (
	`project_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`project_id`, `user_id`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `members_user` ON `members` (`user_id`);--> statement-breakpoint
CREATE TABLE `projects` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`task` text NOT NULL,
	`media` text NOT NULL,
	`settings` text NOT NULL,
	`event_seq` integer DEFAULT 0 NOT NULL,
	`items` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `projects_slug` ON `projects` (`slug`);--> statement-breakpoint
CREATE TABLE `claims` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`queue_id` integer NOT NULL,
	`item_id` integer NOT NULL,
	`slot` integer NOT NULL,
	`annotator_id` integer NOT NULL,
	`state` text NOT NULL,
	`expires_at` integer NOT NULL,
	`claimed_at` integer NOT NULL,
	`arm` text,
	`arm_probability` real,
	`blind_item` integer,
	`question` text,
	`suggestion_run` integer,
	`suggestion` text,
	`suggestion_confidence` real,
	`label_set_version` integer,
	`guideline_version` integer,
	`shown_at` integer,
	FOREIGN KEY (`queue_id`) REFERENCES `queues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`annotator_id`) REFERENCES `annotators`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `claims_slot` ON `claims` (`queue_id`,`item_id`,`slot`) WHERE state in ('active', 'answered');--> statement-breakpoint
CREATE UNIQUE INDEX `claims_annotator` ON `claims` (`queue_id`,`item_id`,`annotator_id`) WHERE state in ('active', 'answered');--> statement-breakpoint
CREATE INDEX `claims_expiry` ON `claims` (`queue_id`,`expires_at`) WHERE state = 'active';--> statement-breakpoint
CREATE INDEX `claims_person` ON `claims` (`annotator_id`,`queue_id`);--> statement-breakpoint
CREATE INDEX `claims_item` ON `claims` (`item_id`,`annotator_id`);--> statement-breakpoint
CREATE TABLE `queue_items` (
	`queue_id` integer NOT NULL,
	`item_id` integer NOT NULL,
	`rank` integer NOT NULL,
	`reason` text NOT NULL,
	`slots` integer NOT NULL,
	`answers` integer DEFAULT 0 NOT NULL,
	`skips` integer DEFAULT 0 NOT NULL,
	`state` text NOT NULL,
	`in_conflict` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`queue_id`, `item_id`),
	FOREIGN KEY (`queue_id`) REFERENCES `queues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `queue_items_open` ON `queue_items` (`queue_id`,`rank`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `queue_items_rank` ON `queue_items` (`queue_id`,`rank`);--> statement-breakpoint
CREATE INDEX `queue_items_item` ON `queue_items` (`item_id`);--> statement-breakpoint
CREATE TABLE `queues` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`name` text NOT NULL,
	`title` text NOT NULL,
	`strategy` text NOT NULL,
	`filter` text NOT NULL,
	`score_run_id` integer,
	`overlap_min` integer NOT NULL,
	`overlap_max` integer NOT NULL,
	`mode` text NOT NULL,
	`blind_share` real NOT NULL,
	`blind_items_share` real NOT NULL,
	`question` text NOT NULL,
	`seed` integer NOT NULL,
	`lease_ms` integer NOT NULL,
	`model_id` integer,
	`suggest_from` text DEFAULT 'stored' NOT NULL,
	`state` text NOT NULL,
	`total` integer DEFAULT 0 NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`in_conflict` integer DEFAULT 0 NOT NULL,
	`judgements` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `queues_project` ON `queues` (`project_id`,`id`);--> statement-breakpoint
CREATE TABLE `agreements` (
	`project_id` integer PRIMARY KEY NOT NULL,
	`event_seq` integer NOT NULL,
	`result` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `resolutions` (
	`item_id` integer PRIMARY KEY NOT NULL,
	`project_id` integer NOT NULL,
	`label` text,
	`status` text NOT NULL,
	`source` text,
	`method` text NOT NULL,
	`votes` text NOT NULL,
	`posterior` text NOT NULL,
	`entropy` real NOT NULL,
	`in_conflict` integer NOT NULL,
	`needs_decision` integer NOT NULL,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `resolutions_conflict` ON `resolutions` (`project_id`,`needs_decision`,`entropy`);--> statement-breakpoint
CREATE INDEX `resolutions_project` ON `resolutions` (`project_id`,`status`);--> statement-breakpoint
CREATE TABLE `score_runs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`run_ids` text NOT NULL,
	`summary` text NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `score_runs_project` ON `score_runs` (`project_id`,`id`);--> statement-breakpoint
CREATE TABLE `scores` (
	`score_run_id` integer NOT NULL,
	`item_id` integer NOT NULL,
	`rank` integer NOT NULL,
	`self_confidence` real NOT NULL,
	`normalized_margin` real NOT NULL,
	`rank_mean` real NOT NULL,
	`given` text NOT NULL,
	`predicted` text NOT NULL,
	`confidence` real NOT NULL,
	`is_issue` integer NOT NULL,
	PRIMARY KEY(`score_run_id`, `item_id`),
	FOREIGN KEY (`score_run_id`) REFERENCES `score_runs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `items`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "scores_range" CHECK(self_confidence >= 0 and self_confidence <= 1 and normalized_margin >= 0 and normalized_margin <= 1)
);
--> statement-breakpoint
CREATE INDEX `scores_rank` ON `scores` (`score_run_id`,`rank`);--> statement-breakpoint
CREATE TABLE `exports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`snapshot_id` integer NOT NULL,
	`format` text NOT NULL,
	`options` text NOT NULL,
	`file` text NOT NULL,
	`bytes` integer NOT NULL,
	`manifest` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`snapshot_id`) REFERENCES `snapshots`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `exports_project` ON `exports` (`project_id`,`id`);--> statement-breakpoint
CREATE TABLE `snapshots` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project_id` integer NOT NULL,
	`number` integer NOT NULL,
	`event_seq` integer NOT NULL,
	`content_hash` text NOT NULL,
	`items_hash` text NOT NULL,
	`schema_hash` text NOT NULL,
	`manifest` text NOT NULL,
	`note` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `snapshots_number` ON `snapshots` (`project_id`,`number`);--> statement-breakpoint
CREATE TABLE `media` (
	`sha256` text PRIMARY KEY NOT NULL,
	`bytes` integer NOT NULL,
	`content_type` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `uploads` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`sha256` text NOT NULL,
	`bytes` integer NOT NULL,
	`name` text NOT NULL,
	`user_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `uploads_owner` ON `uploads` (`sha256`,`user_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` integer NOT NULL,
	`secret_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_secret` ON `sessions` (`secret_hash`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `sign_in_failures` (
	`key` text PRIMARY KEY NOT NULL,
	`failures` integer NOT NULL,
	`blocked_until` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sign_in_links` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`token_hash` text NOT NULL,
	`user_id` integer,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sign_in_links_token` ON `sign_in_links` (`token_hash`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`password_hash` text,
	`is_admin` integer DEFAULT false NOT NULL,
	`disabled_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);