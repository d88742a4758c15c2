import { expect, type Page } from "@playwright/test";

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

  /** Presses a key, again if the screen was not ready for it, until another item is there. */
  async answer(key: string) {
    const before = await this.itemNumber().textContent();
    await expect(async () => {
      await this.page.keyboard.press(key);
      await expect(this.itemNumber().and(this.page.getByText(before ?? "", { exact: true }))).toHaveCount(0, {
        timeout: 150,
      });
    }).toPass({ intervals: [160] });
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

  async saved() {
    await expect(this.saveState()).toHaveText("Saved on server");
  }
}
