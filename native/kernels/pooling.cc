// Maximum and average over windows of NHWC images, and their gradients.
#include <algorithm>
#include <limits>

#include "../compiler.h"
#include "../parallel.h"
#include "axes.h"
#include "widen.h"
#include "window.h"

namespace tb {
namespace {

struct Pooling {
  int64_t batch, channels;
  Window rows, columns;

  bool read(const KernelContext& ctx, const Dims& input) {
    const auto& sizes = ctx.attr_ints("ksize");
    if (input.rank() != 4 || sizes.size() != 4 || sizes[0] != 1 || sizes[3] != 1) return false;
    Window windows[2];
    if (!read_windows(ctx, input.data() + 1, sizes.data() + 1, windows)) return false;
    batch = input[0];
    channels = input[3];
    rows = windows[0];
    columns = windows[1];
    return true;
  }

  Dims output_dims() const { return {batch, rows.out, columns.out, channels}; }
  int64_t out_pixels() const { return rows.out * columns.out; }

  // Calls visit(input offset) for the input pixels under an output pixel; returns their number.
  template <class Visit>
  int64_t for_window(int64_t image, int64_t row, int64_t column, const Visit& visit) const {
    int64_t top = row * rows.stride - rows.pad_before;
    int64_t left = column * columns.stride - columns.pad_before;
    int64_t y0 = std::max<int64_t>(top, 0), y1 = std::min(top + rows.kernel, rows.in);
    int64_t x0 = std::max<int64_t>(left, 0), x1 = std::min(left + columns.kernel, columns.in);
    for (int64_t y = y0; y < y1; ++y) {
      for (int64_t x = x0; x < x1; ++x) {
        visit(((image * rows.in + y) * columns.in + x) * channels);
      }
    }
    return std::max<int64_t>(y1 - y0, 0) * std::max<int64_t>(x1 - x0, 0);
  }

  int64_t window_cost() const { return rows.kernel * columns.kernel * channels; }
};

// Windows of two by two pixels side by side: what most networks have. A row of windows covers
// two rows of the input.
struct Quads {
  int64_t channels, in_columns, out_columns;

  static bool fits(const Pooling& p) { return fits(p.rows) && fits(p.columns); }
  static bool fits(const Window& w) {
    return w.kernel == 2 && w.stride == 2 && w.pad_before == 0 && w.out == w.in / 2;
  }
  explicit Quads(const Pooling& p)
      : channels(p.channels), in_columns(p.columns.in), out_columns(p.columns.out) {}

  // Calls some(place in the input row, place in the output row) for vectors of kLanes elements
  // and one(...) for single elements. The vector of a pixel with few channels may reach into the
  // next pixel, whose turn comes later.
  static constexpr int64_t kLanes = 16;
  template <class Some, class One>
  void for_row(const Some& some, const One& one) const {
    bool few = channels < kLanes;
    int64_t last_in = (in_columns - 1) * channels - kLanes, whole = channels / kLanes * kLanes;
    for (int64_t pixel = 0; pixel < out_columns; ++pixel) {
      int64_t in = 2 * pixel * channels, out = pixel * channels, c = 0;
      if (few && in <= last_in && out <= out_columns * channels - kLanes) {
        some(in, out);
        continue;
      }
      for (; c < whole; c += kLanes) some(in + c, out + c);
      for (; c < channels; ++c) one(in + c, out + c);
    }
  }
};

template <class T, int64_t lanes>
TB_INLINE void largest_of_four(const T* up, const T* down, int64_t channels, T* out) {
#pragma omp simd
  for (int64_t i = 0; i < lanes; ++i) {
    T best = std::numeric_limits<T>::lowest();
    best = up[i] > best ? up[i] : best;
    best = up[channels + i] > best ? up[channels + i] : best;
    best = down[i] > best ? down[i] : best;
    out[i] = down[channels + i] > best ? down[channels + i] : best;
  }
}

template <class T>
void max_pool_quads(const Pooling& p, const T* in, T* out) {
  Quads quads(p);
  int64_t channels = p.channels, in_row = p.columns.in * channels;
  parallel_for(p.batch * p.rows.out, 4 * p.columns.out * channels, [=](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      int64_t image = row / p.rows.out, line = row % p.rows.out;
      const T* up = in + (image * p.rows.in + 2 * line) * in_row;
      const T* down = up + in_row;
      T* result = out + row * p.columns.out * channels;
      quads.for_row(
          [=](int64_t i, int64_t o) {
            largest_of_four<T, Quads::kLanes>(up + i, down + i, channels, result + o);
          },
          [=](int64_t i, int64_t o) {
            largest_of_four<T, 1>(up + i, down + i, channels, result + o);
          });
    }
  });
}

// The second pixel of a row is written after the first, whose vector may reach into it.
template <class T, int64_t lanes>
TB_INLINE void split_among_four(const T* up, const T* down, int64_t channels, const T* best,
                                const T* dy, T* d_up, T* d_down) {
  T second[lanes], fourth[lanes];
#pragma omp simd
  for (int64_t i = 0; i < lanes; ++i) {
    T top = best[i], rest = dy[i];
    T given = up[i] == top ? rest : T(0);
    d_up[i] = given;
    rest -= given;
    second[i] = up[channels + i] == top ? rest : T(0);
    rest -= second[i];
    given = down[i] == top ? rest : T(0);
    d_down[i] = given;
    rest -= given;
    fourth[i] = down[channels + i] == top ? rest : T(0);
  }
  std::copy_n(second, lanes, d_up + channels);
  std::copy_n(fourth, lanes, d_down + channels);
}

// `bent`: the input came out of Relu, whose gradient is taken at once.
template <class T>
void max_pool_grad_quads(const Pooling& p, bool bent, const T* in, const T* best, const T* dy,
                         T* dx) {
  Quads quads(p);
  int64_t channels = p.channels, in_row = p.columns.in * channels;
  int64_t out_row = p.columns.out * channels, covered = 2 * out_row;
  parallel_for(p.batch, 6 * p.out_pixels() * channels, [=](int64_t begin, int64_t end) {
    Scratch<T> masked(bent ? out_row : 0);
    T* line_dy = masked.get();
    for (int64_t image = begin; image < end; ++image) {
      T* d_image = dx + image * p.rows.in * in_row;
      for (int64_t line = 0; line < p.rows.out; ++line) {
        int64_t out_at = (image * p.rows.out + line) * out_row;
        const T *top = best + out_at, *given = dy + out_at;
        if (bent) {
          for (int64_t i = 0; i < out_row; ++i) line_dy[i] = top[i] > T(0) ? given[i] : T(0);
          given = line_dy;
        }
        const T* up = in + (image * p.rows.in + 2 * line) * in_row;
        const T* down = up + in_row;
        T *d_up = d_image + 2 * line * in_row, *d_down = d_up + in_row;
        quads.for_row(
            [=](int64_t i, int64_t o) {
              split_among_four<T, Quads::kLanes>(up + i, down + i, channels, top + o, given + o,
                                                 d_up + i, d_down + i);
            },
            [=](int64_t i, int64_t o) {
              split_among_four<T, 1>(up + i, down + i, channels, top + o, given + o, d_up + i,
                                     d_down + i);
            });
        std::fill(d_up + covered, d_up + in_row, T(0));
        std::fill(d_down + covered, d_down + in_row, T(0));
      }
      std::fill(d_image + 2 * p.rows.out * in_row, d_image + p.rows.in * in_row, T(0));
    }
  });
}

struct MaxPool {
  template <class T>
  static bool run(KernelContext& ctx) {
    Pooling p;
    if (!p.read(ctx, ctx.input(0).dims())) return false;
    Array input = widened<T>(ctx.input(0)), result(dtype_of<math::Compute<T>>, p.output_dims());
    largest(p, input.template data<math::Compute<T>>(), result.template data<math::Compute<T>>());
    give<T>(ctx, std::move(result));
    return true;
  }

  template <class T>
  static void largest(const Pooling& p, const T* in, T* out) {
    if (Quads::fits(p)) return max_pool_quads(p, in, out);
    int64_t channels = p.channels, width = p.columns.out;
    parallel_for(p.batch * p.out_pixels(), p.window_cost(), [=](int64_t begin, int64_t end) {
      for (int64_t pixel = begin; pixel < end; ++pixel) {
        T* best = out + pixel * channels;
        std::fill_n(best, channels, std::numeric_limits<T>::lowest());
        p.for_window(pixel / p.out_pixels(), pixel / width % p.rows.out, pixel % width,
                     [=](int64_t at) {
                       const T* x = in + at;
#pragma omp simd
                       for (int64_t c = 0; c < channels; ++c) {
                         best[c] = x[c] > best[c] ? x[c] : best[c];
                       }
                     });
      }
    });
  }
};

// The gradient of a window goes to the first of its largest elements. With `bent`, a Relu made
// the input, and what is wanted is the gradient before that.
template <bool bent>
struct MaxPoolGrad {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &input = ctx.input(0), &output = ctx.input(1), &gradient = ctx.input(2);
    Pooling p;
    if (bent && ctx.input(3).raw() != input.raw()) return false;
    if (!p.read(ctx, input.dims()) || !(output.dims() == p.output_dims()) ||
        !(gradient.dims() == output.dims()) || gradient.dtype() != input.dtype()) {
      return false;
    }
    using W = math::Compute<T>;
    Array wide = widened<T>(input), tops = widened<T>(output), slopes = widened<T>(gradient);
    Array result(dtype_of<W>, input.dims());
    give_back(p, wide.template data<W>(), tops.template data<W>(), slopes.template data<W>(),
              result.template data<W>());
    give<T>(ctx, std::move(result));
    return true;
  }

  template <class T>
  static void give_back(const Pooling& p, const T* in, const T* best, const T* dy, T* dx) {
    if (Quads::fits(p)) return max_pool_grad_quads(p, bent, in, best, dy, dx);
    std::fill_n(dx, p.batch * p.rows.in * p.columns.in * p.channels, T(0));
    int64_t channels = p.channels, pixels = p.out_pixels(), width = p.columns.out;
    parallel_for(p.batch, pixels * p.window_cost(), [=](int64_t begin, int64_t end) {
      Scratch<T> pending(channels);
      T* rest = pending.get();
      for (int64_t pixel = begin * pixels; pixel < end * pixels; ++pixel) {
        const T* top = best + pixel * channels;
        for (int64_t c = 0; c < channels; ++c) {
          rest[c] = bent && !(top[c] > T(0)) ? T(0) : dy[pixel * channels + c];
        }
        p.for_window(pixel / pixels, pixel / width % p.rows.out, pixel % width, [=](int64_t at) {
          const T* x = in + at;
          T* target = dx + at;
#pragma omp simd
          for (int64_t c = 0; c < channels; ++c) {
            T given = x[c] == top[c] ? rest[c] : T(0);
            target[c] += given;
            rest[c] -= given;
          }
        });
      }
    });
  }
};

struct AvgPool {
  template <class T>
  static bool run(KernelContext& ctx) {
    Pooling p;
    if (!p.read(ctx, ctx.input(0).dims())) return false;
    Array input = widened<T>(ctx.input(0)), result(dtype_of<math::Compute<T>>, p.output_dims());
    average(p, input.template data<math::Compute<T>>(), result.template data<math::Compute<T>>());
    give<T>(ctx, std::move(result));
    return true;
  }

  template <class T>
  static void average(const Pooling& p, const T* in, T* out) {
    int64_t channels = p.channels, width = p.columns.out;
    parallel_for(p.batch * p.out_pixels(), p.window_cost(), [=](int64_t begin, int64_t end) {
      for (int64_t pixel = begin; pixel < end; ++pixel) {
        T* sum = out + pixel * channels;
        std::fill_n(sum, channels, T(0));
        int64_t count = p.for_window(pixel / p.out_pixels(), pixel / width % p.rows.out,
                                     pixel % width, [=](int64_t at) {
#pragma omp simd
                                       for (int64_t c = 0; c < channels; ++c) sum[c] += in[at + c];
                                     });
        T factor = T(1) / static_cast<T>(count);
        for (int64_t c = 0; c < channels; ++c) sum[c] *= factor;
      }
    });
  }
};

struct AvgPoolGrad {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array& gradient = ctx.input(1);
    List<int64_t> sizes;
    if (!read_integers(ctx.input(0), &sizes) || sizes.size() != 4) return false;
    Dims dims(sizes.data(), 4);
    Pooling p;
    if (!p.read(ctx, dims) || !(gradient.dims() == p.output_dims())) return false;
    Array slopes = widened<T>(gradient), result(dtype_of<math::Compute<T>>, dims);
    spread(p, slopes.template data<math::Compute<T>>(), result.template data<math::Compute<T>>());
    give<T>(ctx, std::move(result));
    return true;
  }

  template <class T>
  static void spread(const Pooling& p, const T* dy, T* dx) {
    std::fill_n(dx, p.batch * p.rows.in * p.columns.in * p.channels, T(0));
    int64_t channels = p.channels, pixels = p.out_pixels(), width = p.columns.out;
    parallel_for(p.batch, pixels * p.window_cost(), [=](int64_t begin, int64_t end) {
      for (int64_t pixel = begin * pixels; pixel < end * pixels; ++pixel) {
        int64_t row = pixel / width % p.rows.out, column = pixel % width;
        int64_t count = p.for_window(pixel / pixels, row, column, [](int64_t) {});
        const T* from = dy + pixel * channels;
        T factor = T(1) / static_cast<T>(count);
        p.for_window(pixel / pixels, row, column, [=](int64_t at) {
#pragma omp simd
          for (int64_t c = 0; c < channels; ++c) dx[at + c] += from[c] * factor;
        });
      }
    });
  }
};

CPU_KERNEL("MaxPool", MaxPool, float, double, half, bfloat16);
CPU_KERNEL("MaxPoolGrad", MaxPoolGrad<false>, float, double, half, bfloat16);
CPU_KERNEL("MaxPoolGrad+ReluGrad", MaxPoolGrad<true>, float, double, half, bfloat16);
CPU_KERNEL("AvgPool", AvgPool, float, double, half, bfloat16);
CPU_KERNEL_AT(1, "AvgPoolGrad", AvgPoolGrad, float, double, half, bfloat16);

}  // namespace
}  // namespace tb
