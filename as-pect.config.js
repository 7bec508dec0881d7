export default {
  entries: ["assembly/__tests__/**/*.spec.ts"],
  include: ["assembly/__tests__/**/*.include.ts"],
  disclude: [/node_modules/],
  // as-pect's own flags for the memory are broken (8.1.0): the module brings its memory along
  async instantiate(_memory, createImports, instantiate, binary) {
    return instantiate(binary, createImports({}));
  },
  outputBinary: false,
};
