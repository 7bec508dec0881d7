/** The conformance program as a Worker: the module of the engine is a file of its own, since bytes cannot be compiled. */
import * as keratin from "keratin";
import module from "keratin.wasm";
import { conform } from "./conformance.mjs";

export default {
  async fetch(request) {
    const options = await request.json();
    try {
      return Response.json(await conform(keratin, { ...options, module }));
    } catch (error) {
      return new Response(String(error?.stack ?? error), { status: 500 });
    }
  },
};
