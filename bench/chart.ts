/** A chart of times relative to keratin's, as SVG: node build/run.mjs bench/chart.ts RESULTS.json CHART.svg */
import { readFileSync, writeFileSync } from "node:fs";

interface Results {
  cpu: string;
  cores: number;
  node: string;
  date: string;
  threads: number;
  rows: { net: string; what: string; figures: { side: string; best: number }[] }[];
}

const [, , from, to] = process.argv;
if (!from || !to) throw new Error("Usage: node build/run.mjs bench/chart.ts RESULTS.json CHART.svg");
const whole = JSON.parse(readFileSync(from, "utf8")) as Results & { steps?: Results };
const { cpu, cores, node, date, threads, rows } = whole.steps ?? whole;
const shown = rows.filter(({ what, figures }) => what === "training step" && figures.length > 1);
const sides = [...new Set(shown.flatMap(({ figures }) => figures.map(({ side }) => side)))];
const COLORS = ["#0b7285", "#e8590c", "#868e96", "#5f3dc4"];
const [LEFT, WIDTH, BAR, GAP, TOP] = [250, 520, 13, 14, 64];
/** Logarithmic, from a tenth of keratin's time to a hundred times as long. */
const [LOW, HIGH] = [0.1, 200];
const x = (ratio: number): number =>
  LEFT + (WIDTH * Math.log(Math.min(HIGH, Math.max(LOW, ratio)) / LOW)) / Math.log(HIGH / LOW);
const inText = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const group = sides.length * BAR + GAP;
const height = TOP + shown.length * group + 30;
const parts = shown.flatMap(({ net, figures }, i) => {
  const own = figures[0]!.best;
  const y = TOP + i * group;
  const title = `<text x="${LEFT - 10}" y="${y + group / 2 - 2}" text-anchor="end">${inText(net.split(",")[0]!)}</text>`;
  return [
    title,
    ...figures.map(({ side, best }, j) => {
      const at = y + j * BAR;
      const label =
        j === 0
          ? `${best < 1 ? best.toPrecision(2) : best.toFixed(1)} ms`
          : `x${best / own < 100 ? (best / own).toPrecision(2) : Math.round(best / own)}`;
      const fill = COLORS[sides.indexOf(side)]!;
      const end = x(best / own);
      return `<rect x="${LEFT}" y="${at}" width="${Math.max(1, end - LEFT).toFixed(1)}" height="${BAR - 2}" fill="${fill}"/><text x="${end + 5}" y="${at + 9}" class="small">${label}</text>`;
    }),
  ];
});
const legend = sides.map(
  (side, j) =>
    `<rect x="${LEFT + j * 210}" y="34" width="11" height="11" fill="${COLORS[j]}"/><text x="${LEFT + j * 210 + 16}" y="44">${inText(side)}</text>`,
);
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 ${height}" font-family="system-ui, sans-serif" font-size="12">
<title>A step of training of keratin and of Keras, relative times</title>
<style>text { fill: #343a40 } .small { font-size: 10px } @media (prefers-color-scheme: dark) { text { fill: #dee2e6 } }</style>
<text x="10" y="20" font-size="14">A step of training, ${threads} thread${threads > 1 ? "s" : ""}: times relative to keratin's (longer is slower, logarithmic)</text>
${legend.join("\n")}
<line x1="${x(1)}" x2="${x(1)}" y1="${TOP - 8}" y2="${height - 26}" stroke="#868e96" stroke-dasharray="3 3"/>
${parts.join("\n")}
<text x="10" y="${height - 8}" class="small">${inText(`${cpu}, ${cores} cores, Node ${node}, ${date}; best of interleaved rounds; xN: the peer takes N times as long`)}</text>
</svg>
`;
writeFileSync(to, svg);
