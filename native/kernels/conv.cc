// Convolutions in NHWC, by oneDNN; without it, by gathering patches and multiplying.
#include <algorithm>
#include <cstring>
#include <memory>

#include "../onednn/onednn.h"
#include "axes.h"
#include "epilogue.h"
#include "gemm.h"
#include "widen.h"
#include "window.h"

namespace tb {
namespace {

// Fills the description; `depthwise` filters are [rows, columns, channels, multiplier].
bool describe(const KernelContext& ctx, const Dims& input, const Dims& filter, bool depthwise,
              Convolution* c) {
  if (input.rank() != 4 || filter.rank() != 4 || filter.elements() == 0) return false;
  if (input.product(1, 4) == 0) return false;
  c->batch = input[0];
  c->channels = input[3];
  if (c->channels % filter[2] != 0) return false;
  c->groups = depthwise ? c->channels : c->channels / filter[2];
  c->filters = depthwise ? filter[2] * filter[3] : filter[3];
  if (depthwise ? filter[2] != c->channels : c->filters % c->groups != 0) return false;
  Window windows[2];
  if (!read_windows(ctx, input.data() + 1, filter.data(), windows)) return false;
  for (int i = 0; i < 2; ++i) {
    const Window& w = windows[i];
    c->in[i] = w.in;
    c->out[i] = w.out;
    c->kernel[i] = w.kernel;
    c->stride[i] = w.stride;
    c->dilation[i] = w.dilation;
    c->pad_before[i] = w.pad_before;
    c->pad_after[i] = w.pad_after;
  }
  return true;
}

Dims output_dims(const Convolution& c) { return {c.batch, c.out[0], c.out[1], c.filters}; }

int64_t patch_size(const Convolution& c) { return c.kernel[0] * c.kernel[1] * c.channels; }

// How many images to convolve before what follows reads the result again. Preparing a large
// filter for each part would cost more than the cache saves.
int64_t images_at_once(const Convolution& c) {
  constexpr int64_t kCached = 1 << 18;
  int64_t filter = patch_size(c) / c.groups * c.filters;
  if (8 * filter > kCached) return c.batch;
  return std::clamp<int64_t>(kCached / (c.out[0] * c.out[1] * c.filters), 1, c.batch);
}

// Calls visit(patch element offset, input offset or -1) for every filter position of an output
// pixel.
template <class Visit>
void for_patch(const Convolution& c, int64_t pixel, const Visit& visit) {
  int64_t column = pixel % c.out[1], row = pixel / c.out[1] % c.out[0];
  int64_t image = pixel / (c.out[0] * c.out[1]);
  int64_t at = 0;
  for (int64_t i = 0; i < c.kernel[0]; ++i) {
    int64_t y = row * c.stride[0] - c.pad_before[0] + i * c.dilation[0];
    for (int64_t j = 0; j < c.kernel[1]; ++j, at += c.channels) {
      int64_t x = column * c.stride[1] - c.pad_before[1] + j * c.dilation[1];
      bool inside = y >= 0 && y < c.in[0] && x >= 0 && x < c.in[1];
      visit(at, inside ? ((image * c.in[0] + y) * c.in[1] + x) * c.channels : -1);
    }
  }
}

template <class T>
Scratch<T> gather_patches(const Convolution& c, const T* input) {
  int64_t pixels = c.batch * c.out[0] * c.out[1], size = patch_size(c);
  Scratch<T> patches(pixels * size);
  parallel_for(pixels, size, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; ++p) {
      T* patch = patches.get() + p * size;
      for_patch(c, p, [&](int64_t at, int64_t from) {
        if (from < 0)
          std::fill_n(patch + at, c.channels, T(0));
        else
          std::copy_n(input + from, c.channels, patch + at);
      });
    }
  });
  return patches;
}

template <bool depthwise, After after = After::kNothing>
struct Conv2D {
  template <class T>
  static bool run(KernelContext& ctx) {
    using W = math::Compute<T>;
    const Array &input = ctx.input(0), &filter = ctx.input(1);
    Convolution c;
    if (input.dtype() != filter.dtype() ||
        !describe(ctx, input.dims(), filter.dims(), depthwise, &c)) {
      return false;
    }
    Array bias;
    if constexpr (after != After::kNothing) {
      if (!bias_fits(ctx, input.dtype(), c.filters)) return false;
      bias = widened<T>(ctx.input(2));
    }
    Array wide = widened<T>(input), weights = widened<T>(filter);
    Array out(dtype_of<W>, output_dims(c));
    const W* added = bias ? bias.template data<W>() : nullptr;
    if (c.batch != 0 && !compute(c, wide.template data<W>(), weights.template data<W>(), added,
                                 out.template data<W>())) {
      return false;
    }
    give<T>(ctx, std::move(out));
    return true;
  }

  // oneDNN adds a bias at no cost. Its Relu would turn NaN into zero, so that is left to a pass
  // over the result, which follows while a few images are still in the cache.
  static bool by_onednn(const Convolution& c, const float* input, const float* filter,
                        const float* bias, float* out) {
    if (after != After::kBiasAndRelu) return onednn_convolution(c, input, filter, bias, out);
    int64_t in_size = c.in[0] * c.in[1] * c.channels, pixels = c.out[0] * c.out[1];
    int64_t each = images_at_once(c);
    for (int64_t image = 0; image < c.batch; image += each) {
      Convolution part = c;
      part.batch = std::min(each, c.batch - image);
      float* result = out + image * pixels * c.filters;
      if (!onednn_convolution(part, input + image * in_size, filter, nullptr, result)) return false;
      apply_epilogue<after>(bias, part.batch * pixels, c.filters, result);
    }
    return true;
  }

  template <class T>
  static bool compute(const Convolution& c, const T* input, const T* filter, const T* bias,
                      T* out) {
    if constexpr (std::is_same_v<T, float>) {
      if (by_onednn(c, input, filter, bias, out)) return true;
    }
    if (c.groups != 1) return false;
    auto patches = gather_patches(c, input);
    int64_t pixels = c.batch * c.out[0] * c.out[1], size = patch_size(c);
    multiply(Matrix<T>{patches.get(), size, 1}, Matrix<T>{filter, c.filters, 1}, out, pixels,
             c.filters, size);
    apply_epilogue<after>(bias, pixels, c.filters, out);
    return true;
  }
};

template <bool depthwise, bool sizes_are_shape>
struct Conv2DBackpropInput {
  template <class T>
  static bool run(KernelContext& ctx) {
    using W = math::Compute<T>;
    if (ctx.input(1).dtype() != ctx.input(2).dtype()) return false;
    Array filter = widened<T>(ctx.input(1)), gradient = widened<T>(ctx.input(2));
    Dims dims;
    if (sizes_are_shape) {
      List<int64_t> sizes;
      if (!read_integers(ctx.input(0), &sizes) || sizes.size() != 4) return false;
      dims = Dims(sizes.data(), 4);
    } else {
      dims = ctx.input(0).dims();
    }
    Convolution c;
    if (!describe(ctx, dims, filter.dims(), depthwise, &c) ||
        !(gradient.dims() == output_dims(c))) {
      return false;
    }
    Array out(dtype_of<W>, dims);
    if (c.batch == 0) {
      give<T>(ctx, std::move(out));
      return true;
    }
    if constexpr (std::is_same_v<W, float>) {
      if (onednn_convolution_input(c, filter.template data<W>(), gradient.template data<W>(),
                                   out.template data<W>())) {
        give<T>(ctx, std::move(out));
        return true;
      }
    }
    if (c.groups != 1) return false;
    scatter(c, filter.template data<W>(), gradient.template data<W>(), out);
    give<T>(ctx, std::move(out));
    return true;
  }

  // Gradients of patches, added back to where the patches came from.
  template <class T>
  static void scatter(const Convolution& c, const T* filter, const T* gradient, Array& out) {
    int64_t pixels = c.batch * c.out[0] * c.out[1], size = patch_size(c);
    Scratch<T> patches(pixels * size);
    multiply(Matrix<T>{gradient, c.filters, 1}, Matrix<T>{filter, 1, c.filters}, patches.get(),
             pixels, size, c.filters);
    std::memset(out.raw(), 0, out.bytes());
    T* target = out.data<T>();
    int64_t each = c.out[0] * c.out[1];
    parallel_for(c.batch, each * size, [&](int64_t begin, int64_t end) {
      for (int64_t p = begin * each; p < end * each; ++p) {
        const T* patch = patches.get() + p * size;
        for_patch(c, p, [&](int64_t at, int64_t to) {
          for (int64_t k = 0; to >= 0 && k < c.channels; ++k) target[to + k] += patch[at + k];
        });
      }
    });
  }
};

template <bool depthwise>
struct Conv2DBackpropFilter {
  template <class T>
  static bool run(KernelContext& ctx) {
    using W = math::Compute<T>;
    if (ctx.input(0).dtype() != ctx.input(2).dtype()) return false;
    Array input = widened<T>(ctx.input(0)), gradient = widened<T>(ctx.input(2));
    List<int64_t> sizes;
    if (!read_integers(ctx.input(1), &sizes) || sizes.size() != 4) return false;
    Dims dims(sizes.data(), 4);
    Convolution c;
    if (!describe(ctx, input.dims(), dims, depthwise, &c) || !(gradient.dims() == output_dims(c))) {
      return false;
    }
    Array out(dtype_of<W>, dims);
    if (c.batch == 0) {
      std::memset(out.raw(), 0, out.bytes());
      give<T>(ctx, std::move(out));
      return true;
    }
    if constexpr (std::is_same_v<W, float>) {
      if (onednn_convolution_filter(c, input.template data<W>(), gradient.template data<W>(),
                                    out.template data<W>())) {
        give<T>(ctx, std::move(out));
        return true;
      }
    }
    if (c.groups != 1) return false;
    auto patches = gather_patches(c, input.template data<W>());
    int64_t pixels = c.batch * c.out[0] * c.out[1], size = patch_size(c);
    multiply(Matrix<W>{patches.get(), 1, size},
             Matrix<W>{gradient.template data<W>(), c.filters, 1}, out.template data<W>(), size,
             c.filters, pixels);
    give<T>(ctx, std::move(out));
    return true;
  }
};

using BackpropInputBySize = Conv2DBackpropInput<false, true>;
using BackpropInputByTensor = Conv2DBackpropInput<false, false>;
using DepthwiseBackpropInput = Conv2DBackpropInput<true, true>;

using BiasedConv2D = Conv2D<false, After::kBias>;
using BentConv2D = Conv2D<false, After::kBiasAndRelu>;
using BiasedDepthwise = Conv2D<true, After::kBias>;
using BentDepthwise = Conv2D<true, After::kBiasAndRelu>;

CPU_KERNEL("Conv2D", Conv2D<false>, float, double, half, bfloat16);
CPU_KERNEL("Conv2D+BiasAdd", BiasedConv2D, float, double, half, bfloat16);
CPU_KERNEL("Conv2D+BiasAdd+Relu", BentConv2D, float, double, half, bfloat16);
CPU_KERNEL_AT(1, "Conv2DBackpropInput", BackpropInputBySize, float, double, half, bfloat16);
CPU_KERNEL_AT(1, "Conv2DBackpropInputV2", BackpropInputByTensor, float, double, half, bfloat16);
CPU_KERNEL("Conv2DBackpropFilter", Conv2DBackpropFilter<false>, float, double, half, bfloat16);
CPU_KERNEL("DepthwiseConv2dNative", Conv2D<true>, float, half, bfloat16);
CPU_KERNEL("DepthwiseConv2dNative+BiasAdd", BiasedDepthwise, float, half, bfloat16);
CPU_KERNEL("DepthwiseConv2dNative+BiasAdd+Relu", BentDepthwise, float, half, bfloat16);
CPU_KERNEL_AT(1, "DepthwiseConv2dNativeBackpropInput", DepthwiseBackpropInput, float, half,
              bfloat16);
CPU_KERNEL("DepthwiseConv2dNativeBackpropFilter", Conv2DBackpropFilter<true>, float, half,
           bfloat16);

}  // namespace
}  // namespace tb
