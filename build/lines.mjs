// Breaks minified code into lines. Node prints the whole line of an uncaught error's place: hundreds of kilobytes, if there is but one.
import { parseAst } from "rolldown/parseAst";

const LENGTH = 1000;

/** The places where a line may break: before statements, declarators and members of classes, which stand outside of all literals. */
function breaks(statements) {
  const places = [];
  const visit = (node) => {
    places.push(node.start);
    const inner = node.declaration ?? node.init ?? node;
    if (inner.type === "VariableDeclaration") inner.declarations.forEach(visit);
    else if (inner.body?.type === "ClassBody") inner.body.body.forEach(visit);
    else if (inner.body?.type === "BlockStatement") inner.body.body.forEach(visit);
  };
  statements.forEach(visit);
  return places;
}

/** The same code in lines of about a thousand characters, where it can be broken. */
export function inLines(code) {
  const lines = [];
  let [from, last] = [0, 0];
  for (const place of [...breaks(parseAst(code).body), code.length]) {
    if (place - from > LENGTH && last > from) {
      lines.push(code.slice(from, last));
      from = last;
    }
    last = place;
  }
  return [...lines, code.slice(from)].join("\n");
}
