/** A line that grows while it is looked at, in SVG. */

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [980, 138, 44, 976, 8, 126];

function element(name, attributes, parent) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent.append(made);
  return made;
}

/** A round number above every value. */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-6)));
  return power * ([1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10].find((step) => step * power >= value) ?? 10);
}

export class Chart {
  #values = [];
  #limit;
  #digits;
  #area;
  #curve;
  #top;
  #line;
  #waiting = false;

  /** @param {{ limit?: number, digits?: number }} options `limit` draws a line that values should stay below. */
  constructor(parent, { limit, digits = 0 } = {}) {
    this.#limit = limit;
    this.#digits = digits;
    const svg = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none" }, parent);
    element("line", { class: "grid", x1: LEFT, x2: RIGHT, y1: BOTTOM, y2: BOTTOM }, svg);
    element("line", { class: "grid", x1: LEFT, x2: RIGHT, y1: TOP, y2: TOP }, svg);
    this.#top = element("text", { x: LEFT - 8, y: TOP + 4, "text-anchor": "end" }, svg);
    element("text", { x: LEFT - 8, y: BOTTOM + 4, "text-anchor": "end" }, svg).textContent = "0";
    this.#area = element("polygon", { class: "area" }, svg);
    this.#curve = element("polyline", { class: "curve" }, svg);
    if (limit !== undefined) this.#line = element("line", { class: "limit", x1: LEFT, x2: RIGHT }, svg);
    this.#draw();
  }

  /** Adds a value; drawn in the next frame. */
  add(value) {
    this.#values.push(value);
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#waiting = false;
    const top = ceiling(Math.max(this.#limit ?? 0, ...this.#values));
    const height = (value) => BOTTOM - (value / top) * (BOTTOM - TOP);
    const step = (RIGHT - LEFT) / Math.max(1, this.#values.length - 1);
    const points = this.#values.map((value, i) => `${(LEFT + i * step).toFixed(1)},${height(value).toFixed(1)}`);
    const end = LEFT + step * Math.max(0, this.#values.length - 1);
    this.#curve.setAttribute("points", points.join(" "));
    this.#area.setAttribute("points", points.length ? `${LEFT},${BOTTOM} ${points.join(" ")} ${end},${BOTTOM}` : "");
    this.#top.textContent = top.toFixed(this.#digits);
    for (const key of ["y1", "y2"]) this.#line?.setAttribute(key, height(this.#limit));
  }
}
