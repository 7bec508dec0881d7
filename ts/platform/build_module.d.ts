/** `import "keratin/relaxed"` and `import "keratin/wide"` bring a build for `init({ build })`. They export nothing. */
export {};
