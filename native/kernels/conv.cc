// Convolutions in NHWC, by oneDNN; without it, by gathering patches and multiplying.
#include <cstring>
#include <memory>

#include "../onednn/onednn.h"
#include "axes.h"
#include "gemm.h"
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

template <bool depthwise>
struct Conv2D {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &input = ctx.input(0), &filter = ctx.input(1);
    Convolution c;
    if (input.dtype() != filter.dtype() ||
        !describe(ctx, input.dims(), filter.dims(), depthwise, &c)) {
      return false;
    }
    Array out(input.dtype(), output_dims(c));
    if (c.batch == 0) {
      ctx.share(std::move(out));
      return true;
    }
    if constexpr (std::is_same_v<T, float>) {
      if (onednn_convolution(c, input.data<T>(), filter.data<T>(), out.data<T>())) {
        ctx.share(std::move(out));
        return true;
      }
    }
    if (c.groups != 1) return false;
    auto patches = gather_patches(c, input.data<T>());
    int64_t pixels = c.batch * c.out[0] * c.out[1], size = patch_size(c);
    multiply(Matrix<T>{patches.get(), size, 1}, Matrix<T>{filter.data<T>(), c.filters, 1},
             out.data<T>(), pixels, c.filters, size);
    ctx.share(std::move(out));
    return true;
  }
};

template <bool depthwise, bool sizes_are_shape>
struct Conv2DBackpropInput {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &filter = ctx.input(1), &gradient = ctx.input(2);
    Dims dims;
    if (sizes_are_shape) {
      List<int64_t> sizes;
      if (!read_integers(ctx.input(0), &sizes) || sizes.size() != 4) return false;
      dims = Dims(sizes.data(), 4);
    } else {
      dims = ctx.input(0).dims();
    }
    Convolution c;
    if (filter.dtype() != gradient.dtype() || !describe(ctx, dims, filter.dims(), depthwise, &c) ||
        !(gradient.dims() == output_dims(c))) {
      return false;
    }
    Array out(filter.dtype(), dims);
    if (c.batch == 0) {
      ctx.share(std::move(out));
      return true;
    }
    if constexpr (std::is_same_v<T, float>) {
      if (onednn_convolution_input(c, filter.data<T>(), gradient.data<T>(), out.data<T>())) {
        ctx.share(std::move(out));
        return true;
      }
    }
    if (c.groups != 1) return false;
    scatter(c, filter.data<T>(), gradient.data<T>(), out);
    ctx.share(std::move(out));
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
    const Array &input = ctx.input(0), &gradient = ctx.input(2);
    List<int64_t> sizes;
    if (!read_integers(ctx.input(1), &sizes) || sizes.size() != 4) return false;
    Dims dims(sizes.data(), 4);
    Convolution c;
    if (input.dtype() != gradient.dtype() || !describe(ctx, input.dims(), dims, depthwise, &c) ||
        !(gradient.dims() == output_dims(c))) {
      return false;
    }
    Array out(input.dtype(), dims);
    if (c.batch == 0) {
      std::memset(out.raw(), 0, out.bytes());
      ctx.share(std::move(out));
      return true;
    }
    if constexpr (std::is_same_v<T, float>) {
      if (onednn_convolution_filter(c, input.data<T>(), gradient.data<T>(), out.data<T>())) {
        ctx.share(std::move(out));
        return true;
      }
    }
    if (c.groups != 1) return false;
    auto patches = gather_patches(c, input.data<T>());
    int64_t pixels = c.batch * c.out[0] * c.out[1], size = patch_size(c);
    multiply(Matrix<T>{patches.get(), 1, size}, Matrix<T>{gradient.data<T>(), c.filters, 1},
             out.data<T>(), size, c.filters, pixels);
    ctx.share(std::move(out));
    return true;
  }
};

using BackpropInputBySize = Conv2DBackpropInput<false, true>;
using BackpropInputByTensor = Conv2DBackpropInput<false, false>;
using DepthwiseBackpropInput = Conv2DBackpropInput<true, true>;

CPU_KERNEL("Conv2D", Conv2D<false>, float, double);
CPU_KERNEL_AT(1, "Conv2DBackpropInput", BackpropInputBySize, float, double);
CPU_KERNEL_AT(1, "Conv2DBackpropInputV2", BackpropInputByTensor, float, double);
CPU_KERNEL("Conv2DBackpropFilter", Conv2DBackpropFilter<false>, float, double);
CPU_KERNEL("DepthwiseConv2dNative", Conv2D<true>, float);
CPU_KERNEL_AT(1, "DepthwiseConv2dNativeBackpropInput", DepthwiseBackpropInput, float);
CPU_KERNEL("DepthwiseConv2dNativeBackpropFilter", Conv2DBackpropFilter<true>, float);

}  // namespace
}  // namespace tb
