// Ready when a service worker keeps all files and answers for this page.
async function ready() {
  const { serviceWorker } = navigator;
  await serviceWorker.register("./service_worker.js");
  await serviceWorker.ready;
  while (!serviceWorker.controller) {
    await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  }
  return { controlled: true };
}

globalThis.report = ready();
