/** `import "keratin/relaxed"`, `"keratin/wide"` and `"keratin/relaxed-wide"` bring a build for `init({ build })`. They export nothing. */
export {};
