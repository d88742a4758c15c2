import { expect, type Page } from "@playwright/test";

/** For the same key twice; painting comes to it. */
const DWELL_MS = 330;

/** The label screen as a person uses it. */
export class LabelDeskPage {
  constructor(readonly page: Page) {}

  readonly itemNumber = () => this.page.getByTestId("item-number");
  readonly saveState = () => this.page.getByTestId("save-state");
  readonly text = () => this.page.getByTestId("item-text");
  readonly suggestion = () => this.page.getByTestId("suggestion").locator("b");

  async open(slug: string, queueId: number) {
    await this.page.goto(`/projects/${slug}/label/${queueId}`);
    await expect(this.itemNumber().or(this.page.getByTestId("nothing-left"))).toBeVisible();
  }

  /** The page is alive, and its item is painted: keys are taken. */
  async ready() {
    const labels = this.page.getByRole("group", { name: "Labels" }).getByRole("button");
    await expect(labels.and(this.page.locator(":enabled")).first()).toBeVisible();
  }

  /** A person looks first: no key is taken sooner after the one before. */
  private lastPress = 0;

  /** Presses a key, again if the screen was not ready for it, until another item is there. */
  async answer(key: string) {
    const before = await this.itemNumber().textContent();
    await expect(async () => {
      await this.page.waitForTimeout(Math.max(0, this.lastPress + DWELL_MS - Date.now()));
      await this.page.keyboard.press(key);
      this.lastPress = Date.now();
      await expect(this.itemNumber().and(this.page.getByText(before ?? "", { exact: true }))).toHaveCount(0, {
        timeout: 3_000,
      });
    }).toPass({ intervals: [0] });
  }

  /** Answers until an item comes with a suggestion. */
  async untilSuggested(key: string) {
    await expect(async () => {
      await this.answer(key);
      await expect(this.suggestion()).toBeVisible({ timeout: 300 });
    }).toPass({ intervals: [0] });
  }

  /** All answers are on the disk of the browser. */
  async savedHere() {
    await expect(this.saveState()).toHaveAttribute("data-off-disk", "0");
  }

  async waiting(text: string) {
    await expect(this.saveState()).toHaveText(text);
    await this.savedHere();
  }

  async openAnswers() {
    await this.saveState().click();
    return this.page.getByRole("region", { name: "Your answers" });
  }

  /** What the menu says of the model in this browser. */
  async modelSays(state: string, reason: string | RegExp) {
    const more = this.page.getByRole("button", { name: "More" });
    await more.press("Enter");
    await expect(this.page.getByTestId("model-state")).toHaveText(state, { timeout: 90_000 });
    await expect(this.page.getByRole("region", { name: "Model on this device" })).toContainText(reason);
    await more.press("Escape");
    await more.blur();
  }

  async saved() {
    await expect(this.saveState()).toHaveText("Saved on server");
  }
}
