import { type TensorLike, toTensor } from "../../core/convert";
import { isInteger } from "../../core/dtypes";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { broadcastTo } from "../broadcast_to";
import { cast } from "../cast";
import { stack } from "../composite/stack";
import { unstack } from "../composite/unstack";
import { divide } from "../divide";
import { imagesOf, type SampleOptions } from "../kinds/imaging";
import { multiply } from "../multiply";
import { subtract } from "../subtract";
import { reshape } from "../view/reshape";
import { affineTransform } from "./affine_transform";

/** Options of `perspectiveTransform`. */
export interface PerspectiveTransformOptions extends Omit<SampleOptions, "fillMode"> {}

/** A matrix of 3 rows and 3 columns whose elements hold a number for each image. */
type Matrix = readonly Tensor[];

/** a b - c d. */
const cross = (a: Tensor, b: Tensor, c: Tensor, d: Tensor): Tensor => subtract(multiply(a, b), multiply(c, d));

/** The map of the unit square's corners (0, 0), (1, 0), (0, 1), (1, 1) to four points [n, 4, 2]. */
function ofSquare(points: Tensor): Matrix {
  const corners = unstack(points, { axis: 1 }).map((point) => unstack(point, { axis: 1 }));
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = corners as [Tensor, Tensor][] as [
    [Tensor, Tensor],
    [Tensor, Tensor],
    [Tensor, Tensor],
    [Tensor, Tensor],
  ];
  const [ax, ay, bx, by] = [subtract(x1, x3), subtract(y1, y3), subtract(x2, x3), subtract(y2, y3)];
  const [sx, sy] = [
    add(subtract(subtract(x0, x1), x2), x3), //
    add(subtract(subtract(y0, y1), y2), y3),
  ];
  const area = cross(ax, by, bx, ay);
  const g = divide(cross(sx, by, bx, sy), area);
  const h = divide(cross(ax, sy, sx, ay), area);
  const side = (from: Tensor, to: Tensor, by: Tensor): Tensor => add(subtract(to, from), multiply(by, to));
  return [side(x0, x1, g), side(x0, x2, h), x0, side(y0, y1, g), side(y0, y2, h), y0, g, h, divide(area, area)];
}

/** What undoes a map, but for a factor. */
function adjugate([a, b, c, d, e, f, g, h, i]: Matrix): Matrix {
  return [
    ...[cross(e!, i!, f!, h!), cross(c!, h!, b!, i!), cross(b!, f!, c!, e!)],
    ...[cross(f!, g!, d!, i!), cross(a!, i!, c!, g!), cross(c!, d!, a!, f!)],
    ...[cross(d!, h!, e!, g!), cross(b!, g!, a!, h!), cross(a!, e!, b!, d!)],
  ];
}

function product(a: Matrix, b: Matrix): Matrix {
  return a.map((_, at) => {
    const [row, column] = [3 * Math.floor(at / 3), at % 3];
    const terms = [0, 1, 2].map((k) => multiply(a[row + k]!, b[3 * k + column]!));
    return terms.reduce((sum, term) => add(sum, term));
  });
}

function pointsOf(where: string, name: string, points: TensorLike, count: number): Tensor {
  const x = cast(toTensor(where, points), "float32");
  const [last, corners] = [x.dims[x.rank - 1], x.dims[x.rank - 2]];
  if ((x.rank !== 2 && x.rank !== 3) || last !== 2 || corners !== 4 || (x.rank === 3 && x.dims[0] !== count)) {
    throw new ShapeError(where, `${name} do not fit the images`, {
      expected: `four points [x, y], or four for each of ${count} images`,
      received: { [`${name}.shape`]: x.shape },
    });
  }
  return broadcastTo(x, [count, 4, 2]);
}

function transformed(
  images: TensorLike,
  startPoints: TensorLike,
  endPoints: TensorLike,
  options?: PerspectiveTransformOptions,
): Tensor {
  const where = "perspective_transform";
  const form = 'ops.image.perspectiveTransform(images, startPoints, endPoints, { interpolation: "nearest" })';
  const own = checkOptions(where, options, ["interpolation", "fillValue", "dataFormat"], form);
  const { x } = imagesOf(where, images, own.dataFormat);
  const count = x.rank === 4 ? x.dims[0]! : 1;
  const [start, end] = [
    pointsOf(where, "startPoints", startPoints, count),
    pointsOf(where, "endPoints", endPoints, count),
  ];
  const map = product(ofSquare(start), adjugate(ofSquare(end)));
  const maps = map.slice(0, 8).map((element) => divide(element, map[8]!));
  const y = affineTransform(cast(x, "float32"), reshape(stack(maps, { axis: 1 }), [count, 8]), own);
  return isInteger(x.dtype) ? cast(y, x.dtype) : y;
}

/**
 * Images drawn so that what was at four points is at four others: upper left, upper right, lower left, lower right.
 *
 * @param images [batch, height, width, channels] or [height, width, channels]
 * @param startPoints [4, 2] or [batch, 4, 2], each point as [x, y]
 * @throws ShapeError when the images have not rank 3 or 4, or the points do not fit.
 * @example ops.image.perspectiveTransform(ops.ones([4, 6, 3]), [[0, 0], [5, 0], [0, 3], [5, 3]], [[1, 0], [5, 0], [0, 3], [4, 3]]).shape // [ 4, 6, 3 ]
 */
export const perspectiveTransform: (
  images: TensorLike,
  startPoints: TensorLike,
  endPoints: TensorLike,
  options?: PerspectiveTransformOptions,
) => Tensor = callable("perspective_transform", transformed);
