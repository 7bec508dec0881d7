/** The text of `model.summary()`. */

import type { Shape } from "../core/shapes";
import { showShape } from "../core/shapes";
import type { Operation } from "../core/symbolic";
import { Layer } from "../layers/core/layer";
import type { Model } from "./model";
import { operationClass } from "./operations";

/** Lines of a table of layers, as Keras prints it. */
export function summaryText(model: Model): string[] {
  const network = model.network;
  const connected = network !== undefined && network.operations.length > 0 && !isChain(model);
  const head = ["Layer (type)", "Output Shape", "Param #", ...(connected ? ["Connected to"] : [])];
  const shown = network && model.savedKind === "functional" ? network.operations : model.layers;
  const rows = shown.map((layer) => row(model, layer, connected));
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((cells) => cells[i]!.length)) + 2);
  const rule = (left: string, middle: string, right: string, line: string): string =>
    left + widths.map((w) => line.repeat(w)).join(middle) + right;
  const text = (cells: readonly string[], bar: string): string =>
    bar +
    cells
      .map((cell, i) => (i === 2 ? ` ${cell.padStart(widths[i]! - 2)} ` : ` ${cell.padEnd(widths[i]! - 2)} `))
      .join(bar) +
    bar;
  const lines = [`Model: "${model.name}"`, rule("┏", "┳", "┓", "━"), text(head, "┃"), rule("┡", "╇", "┩", "━")];
  rows.forEach((cells, i) => {
    if (i > 0) lines.push(rule("├", "┼", "┤", "─"));
    lines.push(text(cells, "│"));
  });
  lines.push(rule("└", "┴", "┘", "─"));
  const count = (list: readonly { size: number }[]): number => list.reduce((sum, v) => sum + v.size, 0);
  const trainable = count(model.trainableWeights);
  const all = count(model.weights);
  const slots = model.compiled?.optimizer.built ? count(model.compiled.optimizer.variables) : 0;
  lines.push(` Total params: ${amount(all + slots)}`, ` Trainable params: ${amount(trainable)}`);
  lines.push(` Non-trainable params: ${amount(all - trainable)}`);
  if (slots) lines.push(` Optimizer params: ${amount(slots)}`);
  return lines;
}

function isChain(model: Model): boolean {
  const nodes = [...model.network!.nodes.values()];
  return (
    nodes.every((list) => list.length === 1 && list[0]!.parents.length <= 1) &&
    model.inputs.length === 1 &&
    model.outputs.length === 1
  );
}

function row(model: Model, operation: Operation, connected: boolean): string[] {
  const nodes = model.network?.nodes.get(operation) ?? [];
  const call = nodes[0]?.call;
  const layer = operation instanceof Layer ? operation : undefined;
  const type = operation.constructor as typeof Layer;
  const name = layer ? (type.className ?? type.name) : operationClass(operation.op ?? operation.name);
  const shapes: Shape[] = call ? call.outputs.map((x) => x.shape) : layer?.batchShape ? [layer.batchShape] : [];
  const shape = shapes.length === 0 ? "?" : shapes.map(showShape).join(", ");
  const params = (layer?.weights ?? []).reduce((sum, variable) => sum + variable.size, 0);
  const from = nodes.flatMap((node) => node.parents.map((parent) => parent.operation.name));
  return [
    `${operation.name} (${name})`,
    shape,
    !layer || layer.built || params > 0 ? params.toLocaleString("en-US") : "0 (unbuilt)",
    ...(connected ? [from.length ? from.join(", ") : "-"] : []),
  ];
}

function amount(count: number): string {
  const bytes = count * 4;
  const size =
    bytes >= 2 ** 20
      ? `${(bytes / 2 ** 20).toFixed(2)} MB`
      : bytes >= 1024
        ? `${(bytes / 1024).toFixed(2)} KB`
        : `${bytes}.00 B`;
  return `${count.toLocaleString("en-US")} (${size})`;
}
