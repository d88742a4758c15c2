import { expect, type Locator, type Page } from "@playwright/test";
import { DESK_TASKS, type DeskTask, makeDeskTask } from "./desk-tasks";
import { test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";

/** From now on everything that a live region says is kept, once for each change. */
async function listen(page: Page) {
  await page.evaluate(() => {
    const heard: string[] = [];
    Reflect.set(globalThis, "heard", heard);
    new MutationObserver((changes) => {
      const regions = new Set<Element>();
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest("[role=status], [role=alert], [aria-live]");
        if (region) regions.add(region);
      }
      for (const region of regions) if (region.textContent) heard.push(region.textContent);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return {
    heard: () => page.evaluate((): string[] => Reflect.get(globalThis, "heard")),
    forget: () => page.evaluate(() => void Reflect.get(globalThis, "heard").splice(0)),
  };
}

/** What has the focus, by tag, role and name. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: one } = document;
    if (!one || one === document.body) return "body";
    return one.getAttribute("aria-label") ?? one.textContent?.trim() ?? one.tagName;
  });

interface Stop {
  name: string;
  isSeen: boolean;
  hasRing: boolean;
}

/** Walks the page by Tab alone until it comes round: every stop with its name, whether it is in view and shows the focus. */
async function walkByTab(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  await page.getByRole("link", { name: "My queues" }).focus();
  for (let k = 0; k < 90; k++) {
    const stop = await page.evaluate((): (Stop & { isFirst: boolean }) | null => {
      const one = document.activeElement;
      if (!(one instanceof HTMLElement || one instanceof SVGElement) || one === document.body) return null;
      const isFirst = one.hasAttribute("data-walked");
      one.setAttribute("data-walked", "");
      const { left, top, width, height } = one.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + Math.min(height / 2, 40)];
      const hit = document.elementFromPoint(x, y);
      const label = one instanceof HTMLInputElement ? [...(one.labels ?? [])] : [];
      const isSeen = hit !== null && (one.contains(hit) || hit.contains(one) || label.some((of) => of.contains(hit)));
      const style = getComputedStyle(one);
      const hasRing =
        (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
      const name =
        one.getAttribute("aria-label") ??
        (label.map((of) => of.textContent).join(" ") || one.textContent || one.getAttribute("title") || "");
      return { name: name.trim(), isSeen, hasRing, isFirst };
    });
    if (!stop || stop.isFirst) break;
    stops.push({ name: stop.name, isSeen: stop.isSeen, hasRing: stop.hasRing });
    await page.keyboard.press("Tab");
  }
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("[data-walked]")) one.removeAttribute("data-walked");
  });
  return stops;
}

/** What must be reached by Tab, besides what every task has. */
const CONTROLS: Record<DeskTask, readonly RegExp[]> = {
  "single label": [/fruit$/, /leaf$/, /place$/],
  assisted: [/fruit$/, /leaf/, /place$/],
  "several labels": [/fruit$/, /place$/, /^None applies/],
  spans: [/^Text to mark$/, /fruit$/, /^Give the answer/],
  boxes: [/^Picture/, /fruit$/, /^Give the answer/],
  verify: [/^1A:/, /^2B:/, /Both fit$/, /Neither$/],
  "many labels": [/^Find a label$/],
  audio: [/^Position in item/, /^Play/, /fruit$/],
  table: [/^Content of item/, /fruit$/],
};
const LOADED_LATER: Partial<Record<DeskTask, (page: Page) => Locator>> = {
  spans: (page) => page.getByTestId("marked-text"),
  boxes: (page) => page.getByTestId("marked-picture").locator("svg"),
  "many labels": (page) => page.getByRole("combobox", { name: "Find a label" }),
  audio: (page) => page.getByRole("slider", { name: /^Position in item/ }),
  table: (page) => page.getByRole("region", { name: /^Content of item/ }),
};
const EVERYWHERE = [/^My queues$/, /^Saved on server$/, /^More$/, /Undo/, /Skip/, /Flag/, /Comment/];

test.describe("everything is reached and seen by Tab alone", () => {
  for (const task of DESK_TASKS)
    test(task, async ({ page, context, store, origin }) => {
      const made = await makeDeskTask(store, { context, origin, task });
      const desk = new LabelDeskPage(page);
      await desk.open(made.slug, made.queueId);
      await desk.saved();
      // what is loaded after the page comes last
      const last = LOADED_LATER[task];
      if (last) await expect(last(page)).toBeVisible();
      for (const size of [
        { width: 1440, height: 900 },
        // 200 % on a laptop
        { width: 720, height: 450 },
        { width: 360, height: 740 },
      ]) {
        await page.setViewportSize(size);
        const where = `${size.width} x ${size.height}`;
        const stops = await walkByTab(page);
        const names = stops.map((stop) => stop.name);
        for (const wanted of [...EVERYWHERE, ...CONTROLS[task]])
          expect
            .soft(
              names.some((name) => wanted.test(name)),
              `${where}: ${wanted} among ${names.join(" | ")}`,
            )
            .toBe(true);
        expect
          .soft(
            stops.filter((stop) => stop.name === ""),
            `${where}: without a name`,
          )
          .toEqual([]);
        expect
          .soft(
            stops.filter((stop) => !stop.isSeen).map((stop) => stop.name),
            `${where}: out of view`,
          )
          .toEqual([]);
        expect
          .soft(
            stops.filter((stop) => !stop.hasRing).map((stop) => stop.name),
            `${where}: without a ring`,
          )
          .toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect.soft(overflow, `${where}: scrolls sideways`).toBeLessThanOrEqual(0);
      }
    });
});

test.describe("an answer and the next item are heard once, in one go", () => {
  const pressed: Record<DeskTask, readonly [keys: readonly string[], heard: readonly (string | RegExp)[]]> = {
    "single label": [["1"], ["Item 1: fruit. Item 2."]],
    assisted: [["Shift+Digit2"], ["Item 1: leaf, not sure. Item 2. Suggestion: leaf."]],
    "several labels": [
      ["1", "3", "Enter"],
      ["fruit chosen, 1 in all.", "place chosen, 2 in all.", "Item 1: fruit, place. Item 2."],
    ],
    spans: [["Enter"], ["Item 1: nothing marked. Item 2."]],
    boxes: [["Enter"], ["Item 1: nothing marked. Item 2."]],
    verify: [["1"], [/^Item 1: (fruit|leaf)\. Item 2\. (fruit or leaf|leaf or place|leaf or fruit|place or leaf)\?$/]],
    "many labels": [["2"], ["Item 1: label-01. Item 2."]],
    audio: [["1"], ["Item 1: fruit. Item 2."]],
    table: [["1"], ["Item 1: fruit. Item 2."]],
  };
  for (const task of DESK_TASKS)
    test(task, async ({ page, context, store, origin }) => {
      const made = await makeDeskTask(store, { context, origin, task });
      const desk = new LabelDeskPage(page);
      await desk.open(made.slug, made.queueId);
      await desk.saved();
      await expect(page.getByTestId("announcement")).toContainText("Item 1.");
      const ear = await listen(page);
      const [keys, heard] = pressed[task];
      // past the moment in which keys are not taken yet
      await page.waitForTimeout(700);
      for (const key of keys) await page.keyboard.press(key);
      await expect(desk.itemNumber()).toHaveText("Item 2");
      await desk.saved();
      const said = await ear.heard();
      expect(said).toHaveLength(heard.length);
      for (const [k, wanted] of heard.entries())
        typeof wanted === "string" ? expect(said[k]).toBe(wanted) : expect(said[k]).toMatch(wanted);
    });
});

test("skips, flags, undo, trouble with the network and the end are heard", async ({ page, context, store, origin }) => {
  const made = await makeDeskTask(store, { context, origin, task: "single label", items: 4 });
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
  await desk.saved();
  const ear = await listen(page);
  await desk.answer("s");
  await page.keyboard.press("f");
  await page.getByRole("dialog", { name: "Flag this item" }).press("1");
  await expect(desk.itemNumber()).toHaveText("Item 3");
  await page.keyboard.press("Backspace");
  await expect(desk.itemNumber()).toHaveText("Item 2");
  expect(await ear.heard()).toEqual([
    "Item 1: skipped. Item 2.",
    "Item 2: flagged. Item 3.",
    "Item 2 is back: took back the flag.",
  ]);
  await ear.forget();
  await context.setOffline(true);
  await desk.answer("1");
  await desk.answer("2");
  await expect(page.getByTestId("save-trouble")).toHaveText("Offline. Answers wait on this device.");
  await context.setOffline(false);
  await desk.answer("1");
  await expect(page.getByTestId("nothing-left")).toBeVisible();
  await desk.saved();
  const said = await ear.heard();
  expect(said.filter((one) => one.startsWith("Offline"))).toHaveLength(1);
  expect(said).toContain("Item 4: fruit.");
  // read on from the heading: the key that had the focus is gone
  expect(await focused(page)).toBe("Nothing left for you here");
});

test.describe("the focus is never lost", () => {
  test("a label chosen by Tab and Enter keeps it, a click gives the keys back to the item", async ({
    page,
    context,
    store,
    origin,
  }) => {
    const made = await makeDeskTask(store, { context, origin, task: "single label" });
    const desk = new LabelDeskPage(page);
    await desk.open(made.slug, made.queueId);
    await page.getByRole("button", { name: "leaf" }).focus();
    await desk.answer("Enter");
    expect(await focused(page)).toBe("2leaf");
    await desk.answer("Space");
    expect(await focused(page)).toBe("2leaf");
    // too early after the last answer a click is not taken
    await expect(async () => {
      await page.getByRole("button", { name: "fruit" }).click();
      await expect(desk.itemNumber()).toHaveText("Item 4", { timeout: 150 });
    }).toPass({ intervals: [160] });
    expect(await focused(page)).toBe("body");
  });

  test("dialogs give it back to where it was", async ({ page, context, store, origin }) => {
    const made = await makeDeskTask(store, { context, origin, task: "single label" });
    const desk = new LabelDeskPage(page);
    await desk.open(made.slug, made.queueId);
    const more = page.getByRole("button", { name: "More" });
    for (const [entry, dialog] of [
      ["All keys", "All keys"],
      ["Find a label", "Find a label"],
      ["Take a break", "Break"],
    ] as const) {
      await more.press("Enter");
      await page.getByRole("button", { name: entry }).press("Enter");
      await expect(page.getByRole("dialog", { name: dialog })).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await expect(more).toBeFocused();
    }
    await more.press("Enter");
    await page.getByRole("button", { name: "Find a label" }).press("Enter");
    await page.keyboard.type("pla");
    await page.keyboard.press("Enter");
    await expect(desk.itemNumber()).toHaveText("Item 2");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(more).toBeFocused();
  });

  test("marks: the next item has it, so that its keys go on", async ({ page, context, store, origin }) => {
    for (const [task, area] of [
      ["spans", "marked-text"],
      ["boxes", "marked-picture"],
    ] as const) {
      const made = await makeDeskTask(store, { context, origin, task });
      const desk = new LabelDeskPage(page);
      await desk.open(made.slug, made.queueId);
      await expect(page.getByTestId(area)).toBeFocused();
      await desk.answer("Enter");
      await expect(page.getByTestId(area)).toBeFocused();
    }
  });

  test("many labels: the field has it, item after item, and takes it back with the slash", async ({
    page,
    context,
    store,
    origin,
  }) => {
    const made = await makeDeskTask(store, { context, origin, task: "many labels" });
    const desk = new LabelDeskPage(page);
    await desk.open(made.slug, made.queueId);
    const field = page.getByRole("combobox", { name: "Find a label" });
    await expect(field).toBeFocused();
    await desk.answer("1");
    await expect(field).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(field).not.toBeFocused();
    await page.keyboard.press("/");
    await expect(field).toBeFocused();
  });
});

test("the tree tells item, question, controls and state by role and name", async ({ page, context, store, origin }) => {
  const made = await makeDeskTask(store, { context, origin, task: "assisted" });
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
  await desk.saved();
  await expect(page.locator("body")).toMatchAriaSnapshot(`
    - banner:
      - navigation "Breadcrumb":
        - link "My queues"
        - heading "Batch 1" [level=1]
      - progressbar "Answered"
      - button "Saved on server"
      - button "More"
    - main:
      - region "Item":
        - paragraph: Item 1
        - region "Content of item 1"
        - group "Labels":
          - button "1 fruit"
          - button "2 leaf suggested"
          - button "3 place"
        - button /Undo/
        - button /Skip/
        - button /Flag/
        - button /Comment/
        - list "Last answers"
      - complementary "Beside the item":
        - heading "Suggestion" [level=2]
        - heading "Guidelines" [level=2]
        - heading "Comments" [level=2]
  `);
});

test.describe("by touch", () => {
  test.use({ hasTouch: true, viewport: { width: 412, height: 800 } });

  test("a word is marked, a box is drawn", async ({ page, context, store, origin }) => {
    const spans = await makeDeskTask(store, { context, origin, task: "spans" });
    const desk = new LabelDeskPage(page);
    await desk.open(spans.slug, spans.queueId);
    const touch = await context.newCDPSession(page);
    const put = (type: "touchStart" | "touchMove" | "touchEnd", x = 0, y = 0) =>
      touch.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
    // what a long press does is the browser's own work, which none without a screen does: it ends in a selection
    await page.getByTestId("marked-text").evaluate((area) => {
      const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf("orchard") ?? -1;
        if (at >= 0) window.getSelection()?.setBaseAndExtent(node, at, node, at + "orchard".length);
      }
    });
    await page.getByRole("button", { name: "fruit" }).tap();
    await expect(page.getByRole("list", { name: "Marks" }).getByRole("listitem")).toHaveText(["fruitorchard"]);

    const boxes = await makeDeskTask(store, { context, origin, task: "boxes" });
    await desk.open(boxes.slug, boxes.queueId);
    // drawn over the picture as soon as it has its place
    await expect(page.getByTestId("marked-picture").locator("svg")).toBeVisible();
    const picture = await page.getByTestId("marked-picture").getByRole("img", { name: "Item 1" }).boundingBox();
    if (!picture) throw new Error("the picture has no place");
    const at = (part: number) => [picture.x + picture.width * part, picture.y + picture.height * part] as const;
    await put("touchStart", ...at(0.2));
    await put("touchMove", ...at(0.4));
    await put("touchMove", ...at(0.6));
    await put("touchEnd");
    // a tap so soon after a drag is still part of it for the browser, and no click
    await expect(async () => {
      await page.getByRole("button", { name: "leaf" }).tap();
      const marks = page.getByRole("list", { name: "Boxes" }).getByRole("listitem");
      await expect(marks).toHaveText([/^leaf\d+ × \d+/], { timeout: 500 });
    }).toPass();
    await page.getByRole("button", { name: /^Give the answer/ }).tap();
    await expect(desk.itemNumber()).toHaveText("Item 2");
  });
});

test("reduced motion: nothing moves longer than an instant", async ({ page, context, store, origin }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const made = await makeDeskTask(store, { context, origin, task: "assisted" });
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
  await page.getByRole("button", { name: "More" }).press("Enter");
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")].flatMap((one) => {
      const { transitionDuration, animationName, animationDuration } = getComputedStyle(one);
      const longest = Math.max(...transitionDuration.split(",").map((part) => Number.parseFloat(part)));
      const animated = animationName !== "none" && Number.parseFloat(animationDuration) > 0.011;
      return longest > 0.011 || animated ? [one.outerHTML.slice(0, 80)] : [];
    }),
  );
  expect(moving).toEqual([]);
});
