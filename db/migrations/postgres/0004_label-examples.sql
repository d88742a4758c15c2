CREATE TABLE "label_examples" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "label_examples_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"project_id" bigint NOT NULL,
	"label" text NOT NULL,
	"item_id" bigint NOT NULL,
	"note" text,
	"added_by" bigint NOT NULL,
	"added_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "label_examples" ADD CONSTRAINT "label_examples_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "label_examples" ADD CONSTRAINT "label_examples_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "label_examples" ADD CONSTRAINT "label_examples_added_by_users_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "label_examples_item" ON "label_examples" USING btree ("project_id","label","item_id");--> statement-breakpoint
CREATE INDEX "label_examples_of_item" ON "label_examples" USING btree ("item_id");