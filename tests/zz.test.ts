import { ops, K } from "keratin"; import { readFileSync } from "node:fs"; import { test } from "vitest";
test("x", () => { let bad=0;
 for (const c of JSON.parse(readFileSync("/tmp/w/ein.json","utf8"))) {
  try { const y = ops.einsum(c.s, ...c.x.map((x: any)=>K.constant(x)));
  const d=[...y.dataSync()].map((v,i)=>Math.abs(v-c.y[i])); if(String(y.shape)!==String(c.shape)||!(Math.max(0,...d)<1e-5)) {bad++; console.log(c.s,c.shapes,y.shape,c.shape,Math.max(...d));} } catch(e) { bad++; console.log(c.s, String(e).slice(0,300)); }
 } console.log("bad",bad); });
