// Maximum and average over windows of NHWC images, and their gradients.
#include <algorithm>
#include <limits>

#include "../parallel.h"
#include "axes.h"
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

struct MaxPool {
  template <class T>
  static bool run(KernelContext& ctx) {
    Pooling p;
    if (!p.read(ctx, ctx.input(0).dims())) return false;
    const T* in = ctx.input(0).data<T>();
    T* out = ctx.output(dtype_of<T>, p.output_dims()).template data<T>();
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
    return true;
  }
};

// The gradient of a window goes to the first of its largest elements.
struct MaxPoolGrad {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &input = ctx.input(0), &output = ctx.input(1), &gradient = ctx.input(2);
    Pooling p;
    if (!p.read(ctx, input.dims()) || !(output.dims() == p.output_dims()) ||
        !(gradient.dims() == output.dims()) || gradient.dtype() != input.dtype()) {
      return false;
    }
    const T *in = input.data<T>(), *best = output.data<T>(), *dy = gradient.data<T>();
    Array& result = ctx.output(input.dtype(), input.dims());
    T* dx = result.data<T>();
    std::fill_n(dx, result.size(), T(0));
    int64_t channels = p.channels, pixels = p.out_pixels(), width = p.columns.out;
    parallel_for(p.batch, pixels * p.window_cost(), [=](int64_t begin, int64_t end) {
      Scratch<T> pending(channels);
      T* rest = pending.get();
      for (int64_t pixel = begin * pixels; pixel < end * pixels; ++pixel) {
        const T* top = best + pixel * channels;
        std::copy_n(dy + pixel * channels, channels, rest);
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
    return true;
  }
};

struct AvgPool {
  template <class T>
  static bool run(KernelContext& ctx) {
    Pooling p;
    if (!p.read(ctx, ctx.input(0).dims())) return false;
    const T* in = ctx.input(0).data<T>();
    T* out = ctx.output(dtype_of<T>, p.output_dims()).template data<T>();
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
    return true;
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
    const T* dy = gradient.data<T>();
    Array& result = ctx.output(gradient.dtype(), dims);
    T* dx = result.data<T>();
    std::fill_n(dx, result.size(), T(0));
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
    return true;
  }
};

CPU_KERNEL("MaxPool", MaxPool, float, double);
CPU_KERNEL("MaxPoolGrad", MaxPoolGrad, float, double);
CPU_KERNEL("AvgPool", AvgPool, float, double);
CPU_KERNEL_AT(1, "AvgPoolGrad", AvgPoolGrad, float, double);

}  // namespace
}  // namespace tb
