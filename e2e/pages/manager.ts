import { expect, type Page } from "@playwright/test";
import { checkAccessible } from "../accessible";

/** A project as its owner works on it, page by page. */
export class ManagerPages {
  slug = "";

  constructor(readonly page: Page) {}

  readonly jobsOver = () => expect(this.page.getByTestId("job")).toHaveCount(0, { timeout: 60_000 });

  async open(path: string) {
    await this.page.goto(`/projects/${this.slug}${path}`);
    await this.page.getByRole("heading", { level: 1 }).waitFor();
  }

  async makeProject({
    name,
    labels,
    guidelines,
    media = "text",
  }: {
    name: string;
    labels: string[];
    guidelines: string;
    media?: "image" | "text" | "audio" | "table";
  }) {
    await this.page.getByRole("link", { name: "New project" }).first().click();
    await this.page.getByLabel("Name").fill(name);
    await this.page.getByLabel("Items are").selectOption(media);
    await this.page.getByLabel("Labels, one a line").fill(labels.join("\n"));
    await this.page.getByLabel("Guidelines").fill(guidelines);
    await checkAccessible(this.page, "new project");
    await this.page.getByRole("button", { name: "Make the project" }).click();
    await this.page.waitForURL(/\/projects\/(?!new)[^/]+$/);
    this.slug = new URL(this.page.url()).pathname.split("/")[2] ?? "";
  }

  async importFile(file: { name: string; content: string; rows: number; zip?: Buffer }) {
    await this.open("/data");
    await this.page.getByRole("link", { name: "Import" }).first().click();
    await this.page
      .getByLabel("Data file")
      .setInputFiles({ name: file.name, mimeType: "application/x-ndjson", buffer: Buffer.from(file.content) });
    if (file.zip)
      await this.page
        .getByLabel(/^(Images|Recordings|Pictures and recordings), optional/)
        .setInputFiles({ name: "media.zip", mimeType: "application/zip", buffer: file.zip });
    await this.page.getByRole("button", { name: "Try it first" }).click();
    const really = this.page.getByRole("button", { name: `Import ${file.rows} rows` });
    await expect(really).toBeEnabled();
    await checkAccessible(this.page, "import report");
    await really.click();
    await expect(this.page.getByText(`${file.rows} created`)).toBeVisible();
  }

  async trainBaseline({ folds }: { folds: number }) {
    await this.open("/models");
    await this.page.getByRole("link", { name: "Train a baseline" }).first().click();
    await this.page.getByLabel("Folds").fill(String(folds));
    await this.page.getByRole("button", { name: "Train", exact: true }).click();
    await expect(this.page.getByText(`cross-validated in ${folds} folds`)).toBeVisible({ timeout: 60_000 });
  }

  async score() {
    await this.open("/errors");
    await this.page.getByRole("button", { name: /^Score with/ }).click();
    await expect(this.page.getByRole("heading", { name: "Most suspicious first" })).toBeVisible({ timeout: 60_000 });
  }

  async makeQueue({ items, people, blindPercent }: { items: number; people: number; blindPercent: number }) {
    await this.open("/queues/new");
    await this.page.getByLabel("At most").fill(String(items));
    await this.page.getByLabel("Suggestions come from").selectOption("browser");
    await this.page.getByRole("spinbutton", { name: "People per item" }).fill(String(people));
    await this.page.getByLabel("When they disagree").fill(String(people));
    await this.page.getByLabel("Random items mixed in, %").fill("0");
    await this.page.getByLabel("Blind for everybody, %").fill(String(blindPercent));
    await checkAccessible(this.page, "new queue");
    await this.page.getByRole("button", { name: "Make the queue" }).click();
    await this.page.waitForURL(/\/queues\/\d+$/);
    await this.jobsOver();
    await checkAccessible(this.page, "queue");
    return Number(new URL(this.page.url()).pathname.split("/").at(-1));
  }

  /** The link that the page shows once. */
  async invite(email: string, role: string) {
    await this.open("/settings");
    await this.page.getByLabel("Invite by e-mail address").fill(email);
    await this.page.getByLabel("Role", { exact: true }).selectOption(role);
    await this.page.getByRole("button", { name: "Invite", exact: true }).click();
    return (await this.page.getByTestId("invite-link").textContent()) ?? "";
  }

  async makeSnapshot(note: string) {
    await this.open("/snapshots");
    await this.page.getByLabel("Note").fill(note);
    await this.page.getByRole("button", { name: /Make (the first|a) snapshot/ }).click();
    await expect(this.page.getByRole("heading", { name: /^Snapshot 1/ })).toBeVisible({ timeout: 60_000 });
  }

  /** The path of the downloaded file. */
  async download(format: "jsonl" | "csv") {
    const list = this.page.getByRole("list", { name: "Exports of snapshot 1" }).getByRole("listitem");
    const before = await list.count();
    if (before > 0) await this.page.locator("summary", { hasText: "Export" }).click();
    await this.page.getByLabel("Format").selectOption(format);
    await this.page.getByRole("button", { name: "Export", exact: true }).click();
    await expect(list).toHaveCount(before + 1, { timeout: 60_000 });
    const started = this.page.waitForEvent("download");
    await list.filter({ hasText: format }).getByRole("link").click();
    return (await started).path();
  }
}
