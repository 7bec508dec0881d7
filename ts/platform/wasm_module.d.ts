/** What `import module from "keratin/wasm"` gives where .wasm files are modules, for `init({ module })`. */
declare const module: WebAssembly.Module;
export default module;
