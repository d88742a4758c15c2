ALTER TABLE `items` ADD `image_width` integer;--> statement-breakpoint
ALTER TABLE `items` ADD `image_height` integer;--> statement-breakpoint
ALTER TABLE `items` ADD `audio_hash` text;--> statement-breakpoint
ALTER TABLE `items` ADD `audio_path` text;--> statement-breakpoint
ALTER TABLE `items` ADD `data` text;--> statement-breakpoint
ALTER TABLE `labels` ADD `parent` text;--> statement-breakpoint
ALTER TABLE `claims` ADD `candidates` text;--> statement-breakpoint
ALTER TABLE `queues` ADD `enter_accepts` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `queues` ADD `layout` text DEFAULT 'desk' NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `preferences` text;