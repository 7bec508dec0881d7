/** A team gives its memory back once, whatever order its ends come in. */
import { expect, test, vi } from "vitest";
import { WasmDevice } from "../../ts/engine/device";

test("a block that another team took over is not freed by the one before", async () => {
  const device = new WasmDevice({ threads: 2 });
  await device.threads.started();
  const { used } = device.heap;
  const release = vi.spyOn(device.heap, "release");
  for (let round = 0; round < 3; round++) {
    const team = device.threads.team()!;
    device.threads.resize(1);
    team.stop();
    await vi.waitFor(() => expect(release).toHaveBeenCalledTimes(round + 1));
    team.stop();
    device.threads.resize(2);
    await device.threads.started();
    expect(device.heap.used).toBe(used);
  }
  device.threads.resize(1);
  // What ends late (a message, an exit, a timer) finds nothing left to free.
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(release.mock.calls.length).toBe(4);
});
