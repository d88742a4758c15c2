import { expect } from "@playwright/test";
import { signInAs, test } from "./fixtures";
import { makeModelDesks } from "./model-files";
import { LabelDeskPage } from "./pages/label-desk";

test("WebGPU: half precision that the card lacks, and a device that goes in the middle", async ({
  page,
  context,
  store,
  origin,
}) => {
  test.setTimeout(240_000);
  const made = await makeModelDesks(store, [{ file: "half" }, { file: "good" }]);
  await signInAs(store, context, { userId: made.people[0]?.userId ?? 0, origin });
  await page.addInitScript(() => localStorage.setItem("concord.provider", "webgpu"));
  // keeps hold of the device that the runtime asks for
  page.on("worker", (worker) =>
    worker
      .evaluate(() => {
        const ask = GPUAdapter.prototype.requestDevice;
        GPUAdapter.prototype.requestDevice = async function (...given) {
          const device = await ask.apply(this, given);
          Object.assign(self, { device });
          return device;
        };
      })
      // a thread that ended at once
      .catch(() => undefined),
  );
  const desk = new LabelDeskPage(page);
  const [half, good] = made.desks;

  await desk.open(made.slug, half?.queueId ?? 0);
  await desk.answer("1");
  await desk.modelSays("Model on WebAssembly", "half precision, which this graphics card lacks");
  await desk.answer("2");
  await desk.saved();

  await desk.open(made.slug, good?.queueId ?? 0);
  await desk.modelSays("Model on WebGPU", "Runs in this browser");
  const lost = await Promise.all(
    page.workers().map((worker) =>
      worker.evaluate(() => {
        if (!("device" in self) || !(self.device instanceof GPUDevice)) return false;
        self.device.destroy();
        return true;
      }),
    ),
  );
  expect(lost).toContain(true);
  // every item that was claimed is done already: new ones are asked of the device that is gone
  for (let k = 0; k < 9; k++) await desk.answer("1");
  await desk.modelSays("Model on WebGPU", "Runs in this browser");
  await desk.untilSuggested("2");
  await expect(desk.suggestion()).toHaveText("dog");
  await desk.saved();
});
