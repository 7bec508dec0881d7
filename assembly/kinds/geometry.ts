/**
 * The 16 words that every windowed kernel reads. Sizes in elements; x is [images, height, width, channels],
 * y is [images, outHeight, outWidth, filters], the kernel [kernelHeight, kernelWidth, channels / groups, filters].
 */
export abstract class Geometry {
  @inline static images(p: usize): i32 {
    return load<i32>(p);
  }
  @inline static height(p: usize): i32 {
    return load<i32>(p, 4);
  }
  @inline static width(p: usize): i32 {
    return load<i32>(p, 8);
  }
  @inline static channels(p: usize): i32 {
    return load<i32>(p, 12);
  }
  @inline static outHeight(p: usize): i32 {
    return load<i32>(p, 16);
  }
  @inline static outWidth(p: usize): i32 {
    return load<i32>(p, 20);
  }
  @inline static filters(p: usize): i32 {
    return load<i32>(p, 24);
  }
  @inline static kernelHeight(p: usize): i32 {
    return load<i32>(p, 28);
  }
  @inline static kernelWidth(p: usize): i32 {
    return load<i32>(p, 32);
  }
  @inline static strideHeight(p: usize): i32 {
    return load<i32>(p, 36);
  }
  @inline static strideWidth(p: usize): i32 {
    return load<i32>(p, 40);
  }
  @inline static dilationHeight(p: usize): i32 {
    return load<i32>(p, 44);
  }
  @inline static dilationWidth(p: usize): i32 {
    return load<i32>(p, 48);
  }
  @inline static padTop(p: usize): i32 {
    return load<i32>(p, 52);
  }
  @inline static padLeft(p: usize): i32 {
    return load<i32>(p, 56);
  }
  @inline static groups(p: usize): i32 {
    return load<i32>(p, 60);
  }
}

export const GEOMETRY_WORDS = 16;
