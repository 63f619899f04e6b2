// A bias for every channel, and its gradient.
#include "../parallel.h"
#include "../registry.h"
#include "math.h"
#include "reduce.h"

namespace tb {
namespace {

// The tensor as [outer, channels, inner] for either data format.
struct Channels {
  int64_t outer, channels, inner;

  bool read(KernelContext& ctx, const Array& value) {
    if (value.rank() < 2) return false;
    const Dims& dims = value.dims();
    int axis = ctx.attr_string("data_format", "NHWC") == "NCHW" ? 1 : value.rank() - 1;
    outer = dims.product(0, axis);
    channels = dims[axis];
    inner = dims.product(axis + 1, value.rank());
    return true;
  }
};

struct BiasAdd {
  // With the channels last, it is an addition.
  template <class T>
  static TileKernel tile() {
    return {dtype_of<T>, dtype_of<T>, 1, [](const void* const* in, int, void* result, int64_t n) {
              using C = math::Compute<T>;
              const T* x = static_cast<const T*>(in[0]);
              const T* b = static_cast<const T*>(in[1]);
              T* out = static_cast<T*>(result);
#pragma omp simd
              for (int64_t i = 0; i < n; ++i) {
                out[i] = static_cast<T>(static_cast<C>(x[i]) + static_cast<C>(b[i]));
              }
            }};
  }

  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array &value = ctx.input(0), &bias = ctx.input(1);
    Channels shape;
    if (!shape.read(ctx, value) || bias.rank() != 1 || bias.dtype() != value.dtype() ||
        bias.dim(0) != shape.channels) {
      return false;
    }
    const T* x = value.data<T>();
    const T* b = bias.data<T>();
    T* out = ctx.output_over(value.dtype(), value.dims(), {0}).template data<T>();
    int64_t channels = shape.channels, inner = shape.inner;
    if (inner == 1) {
      parallel_for(shape.outer, channels, [=](int64_t begin, int64_t end) {
        for (int64_t r = begin * channels; r < end * channels; r += channels) {
#pragma omp simd
          for (int64_t c = 0; c < channels; ++c) {
            out[r + c] = static_cast<T>(static_cast<C>(x[r + c]) + static_cast<C>(b[c]));
          }
        }
      });
      return true;
    }
    parallel_for(shape.outer * channels, inner, [=](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; ++r) {
        C add = static_cast<C>(b[r % channels]);
#pragma omp simd
        for (int64_t i = r * inner; i < (r + 1) * inner; ++i) {
          out[i] = static_cast<T>(static_cast<C>(x[i]) + add);
        }
      }
    });
    return true;
  }
};

struct BiasAddGrad {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array& dy = ctx.input(0);
    Channels shape;
    if (!shape.read(ctx, dy)) return false;
    T* out = ctx.output(dy.dtype(), {shape.channels}).template data<T>();
    if (shape.channels == 0) return true;
    using R = Reducer<SumOp, T>;
    if (shape.inner == 1) {
      R::pass(dy.data<T>(), 1, shape.outer, shape.channels,
              [=](int64_t i, auto total) { out[i] = static_cast<T>(total); });
      return true;
    }
    const T* x = dy.data<T>();
    parallel_for(shape.channels, shape.outer * shape.inner, [=](int64_t begin, int64_t end) {
      for (int64_t c = begin; c < end; ++c) {
        typename R::Wide total(0);
        for (int64_t o = 0; o < shape.outer; ++o) {
          total = SumOp::combine(total,
                                 R::row(x + (o * shape.channels + c) * shape.inner, shape.inner));
        }
        out[c] = static_cast<T>(total);
      }
    });
    return true;
  }
};

CPU_KERNEL("BiasAdd", BiasAdd, float, double, half, bfloat16, int32_t, int64_t);
CPU_KERNEL("BiasAddGrad", BiasAddGrad, float, double, half, bfloat16);
CPU_TILES("BiasAddGrad/columns", OfColumns<SumOp>, float, double, half, bfloat16);
CPU_TILES("BiasAddGrad/finish", FinishedColumns<SumOp>, float, double, half, bfloat16);

}  // namespace
}  // namespace tb
