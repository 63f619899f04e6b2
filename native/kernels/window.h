// Sliding windows over the rows and columns of images: padding, strides and dilations.
#pragma once

#include <string_view>

#include "../registry.h"

namespace tb {

struct Window {
  int64_t in, out, kernel, stride, dilation, pad_before, pad_after;

  // Derives `out` and the padding; false for an unknown scheme. `explicit_pads`: before and after.
  bool place(std::string_view padding, const int64_t* explicit_pads) {
    int64_t reach = (kernel - 1) * dilation + 1;
    if (padding == "VALID") {
      pad_before = pad_after = 0;
    } else if (padding == "SAME") {
      out = (in + stride - 1) / stride;
      int64_t total = (out - 1) * stride + reach - in;
      total = total > 0 ? total : 0;
      pad_before = total / 2;
      pad_after = total - pad_before;
      return in > 0;
    } else if (padding == "EXPLICIT" && explicit_pads) {
      pad_before = explicit_pads[0];
      pad_after = explicit_pads[1];
    } else {
      return false;
    }
    int64_t room = in + pad_before + pad_after - reach;
    out = room < 0 ? 0 : room / stride + 1;
    return out > 0;
  }
};

// The two windows of an NHWC operation; false for NCHW, wrong attributes, or strides over
// batches or channels. `kernel` gives the rows and columns of the filter.
inline bool read_windows(const KernelContext& ctx, const int64_t* in, const int64_t* kernel,
                         Window* windows) {
  if (ctx.attr_string("data_format", "NHWC") != "NHWC") return false;
  const auto& strides = ctx.attr_ints("strides");
  const auto& dilations = ctx.attr_ints("dilations");
  const auto& pads = ctx.attr_ints("explicit_paddings");
  if (strides.size() != 4 || strides[0] != 1 || strides[3] != 1) return false;
  if (!dilations.empty() && (dilations.size() != 4 || dilations[0] != 1 || dilations[3] != 1)) {
    return false;
  }
  for (int i = 0; i < 2; ++i) {
    Window& w = windows[i];
    w = {in[i], 0, kernel[i], strides[i + 1], dilations.empty() ? 1 : dilations[i + 1], 0, 0};
    if (w.kernel < 1 || w.stride < 1 || w.dilation < 1) return false;
    const int64_t* explicit_pads = pads.size() == 8 ? pads.data() + 2 * (i + 1) : nullptr;
    if (!w.place(ctx.attr_string("padding"), explicit_pads)) return false;
  }
  return true;
}

}  // namespace tb
