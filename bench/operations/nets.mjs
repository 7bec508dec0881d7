// The convolutions of MobileNetV2-224 and ResNet-50, each distinct one once, with how often the network has it.

/** Expansion, filters, repeats and first stride of the blocks. */
const MOBILE = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

function mobileNetV2() {
  const all = [{ side: 224, channels: 3, filters: 32, kernel: 3, strides: 2 }];
  let [side, channels] = [112, 32];
  for (const [expansion, filters, repeats, first] of MOBILE) {
    for (let i = 0; i < repeats; i++) {
      const strides = i === 0 ? first : 1;
      const wide = channels * expansion;
      if (expansion > 1) all.push({ side, channels, filters: wide, kernel: 1, strides: 1 });
      all.push({ side, channels: wide, filters: wide, kernel: 3, strides, depthwise: true });
      side /= strides;
      all.push({ side, channels: wide, filters, kernel: 1, strides: 1 });
      channels = filters;
    }
  }
  all.push({ side, channels, filters: 1280, kernel: 1, strides: 1 });
  return all;
}

function resNet50() {
  const all = [{ side: 230, channels: 3, filters: 64, kernel: 7, strides: 2, padding: "valid" }];
  let [side, channels] = [56, 64];
  for (const [stage, repeats] of [3, 4, 6, 3].entries()) {
    const filters = 64 << stage;
    for (let i = 0; i < repeats; i++) {
      const strides = i === 0 && stage > 0 ? 2 : 1;
      if (i === 0) all.push({ side, channels, filters: 4 * filters, kernel: 1, strides });
      all.push({ side, channels, filters, kernel: 1, strides });
      side /= strides;
      all.push({ side, channels: filters, filters, kernel: 3, strides: 1 });
      all.push({ side, channels: filters, filters: 4 * filters, kernel: 1, strides: 1 });
      channels = 4 * filters;
    }
  }
  return all;
}

/** Equal ones counted together. */
function distinct(net, all) {
  const found = new Map();
  for (const layer of all) {
    const key = JSON.stringify(layer);
    const known = found.get(key);
    if (known) known.count++;
    else found.set(key, { padding: "same", depthwise: false, ...layer, net, count: 1 });
  }
  return [...found.values()];
}

export const LAYERS = [...distinct("mobilenet_v2", mobileNetV2()), ...distinct("resnet50", resNet50())];
