/** Ops of one or two tensors that are a formula of others. */
import { type TensorLike, toTensor, toTensors } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { less } from "../less";
import { multiply } from "../multiply";
import { negative } from "../negative";
import { where } from "../where";

/** An op of one tensor. */
export type Formula = (x: TensorLike) => Tensor;
/** An op of two tensors. */
export type Formula2 = (x1: TensorLike, x2: TensorLike) => Tensor;

/** An op whose formula takes float32: integers become it first. */
/* @__NO_SIDE_EFFECTS__ */
export function formula(name: string, f: (x: Tensor) => Tensor): Formula {
  return callable(name, (x: TensorLike): Tensor => f(cast(toTensor(name, x), "float32")));
}

/** An op of two tensors whose formula takes float32. */
/* @__NO_SIDE_EFFECTS__ */
export function formula2(name: string, f: (a: Tensor, b: Tensor) => Tensor): Formula2 {
  return callable(
    name,
    (x1: TensorLike, x2: TensorLike): Tensor =>
      f(cast(toTensor(name, x1), "float32"), cast(toTensor(name, x2), "float32")),
  );
}

/** An op whose formula takes whatever comes. */
/* @__NO_SIDE_EFFECTS__ */
export function anyFormula(name: string, f: (x: Tensor) => Tensor): Formula {
  return callable(name, (x: TensorLike): Tensor => f(toTensor(name, x)));
}

/** An op of two tensors whose formula takes whatever comes; a bare number takes the dtype of the other. */
/* @__NO_SIDE_EFFECTS__ */
export function anyFormula2(name: string, f: (a: Tensor, b: Tensor) => Tensor): Formula2 {
  return callable(name, (x1: TensorLike, x2: TensorLike): Tensor => f(...toTensors(name, x1, x2)));
}

/** An odd function from its values for what is not negative; its slope at 0 is theirs. */
export function odd(x: Tensor, f: (a: Tensor) => Tensor): Tensor {
  const below = less(x, 0);
  const y = f(where(below, negative(x), x));
  return where(below, negative(y), y);
}

/** A polynomial by its coefficients, that of the highest power first. */
export function polynomial(x: Tensor, coefficients: readonly number[]): Tensor {
  return coefficients.reduce<Tensor | number>((y, c) => add(multiply(x, y), c), 0) as Tensor;
}
