// Conversion between element types.
#include <limits>

#include "elementwise.h"

namespace tb {
namespace {

template <class To, class From>
TB_INLINE To convert(From value) {
  if constexpr (std::is_same_v<To, bool>) {
    return value != From(0);
  } else if constexpr (std::is_same_v<From, bfloat16> || std::is_same_v<From, half>) {
    return static_cast<To>(static_cast<float>(value));
  } else if constexpr (std::is_same_v<To, bfloat16>) {
    return bfloat16(static_cast<float>(value));
  } else {
    return static_cast<To>(value);
  }
}

template <class From, class To>
bool convert_all(KernelContext& ctx) {
  const Array& x = ctx.input(0);
  const From* in = x.data<From>();
  To* out = ctx.output(dtype_of<To>, x.dims()).template data<To>();
  parallel_for(x.size(), 1, [=](int64_t begin, int64_t end) {
#pragma omp simd
    for (int64_t i = begin; i < end; ++i) out[i] = convert<To>(in[i]);
  });
  return true;
}

template <class From, class... To>
bool dispatch(KernelContext& ctx, DType target) {
  bool done = false;
  ((target == dtype_of<To> ? (done = convert_all<From, To>(ctx)) : false) || ...);
  return done;
}

// A float beyond an integer's range is left to the reference, whose answer is NumPy's.
template <class From>
bool fits_integers(const Array& x) {
  if constexpr (math::is_real_float<From>) {
    bool fits = true;
    const From* values = x.data<From>();
    for (int64_t i = 0; i < x.size(); ++i) {
      double value = static_cast<double>(static_cast<math::Compute<From>>(values[i]));
      fits &= value > -2147483648.0 && value < 2147483648.0;
    }
    return fits;
  }
  return true;
}

struct Cast {
  template <class From>
  static bool run(KernelContext& ctx) {
    const Array& x = ctx.input(0);
    DType target = ctx.attr_dtype("DstT", DType::kInvalid);
    if (target == x.dtype()) {
      ctx.share(x);
      return true;
    }
    if (dispatch<From, float, double, half, bfloat16, bool>(ctx, target)) return true;
    bool wide = target == DType::kInt32 || target == DType::kInt64;
    if (math::is_real_float<From> && (!wide || !fits_integers<From>(x))) return false;
    return dispatch<From, int8_t, int32_t, int64_t, uint8_t>(ctx, target);
  }
};

// What needs no look at the values first.
template <class From, class... To>
void add_cast_tiles(OpEntry& entry) {
  (entry.tiles.push_back({dtype_of<From>, dtype_of<To>, 1,
                          [](const void* const* in, int, void* out, int64_t n) {
                            const From* x = static_cast<const From*>(in[0]);
                            To* y = static_cast<To*>(out);
#pragma omp simd
                            for (int64_t i = 0; i < n; ++i) y[i] = convert<To>(x[i]);
                          }}),
   ...);
}

template <class... From>
bool register_cast_tiles() {
  (add_cast_tiles<From, float, double, bfloat16, bool>(Registry::instance().entry("Cast")), ...);
  return true;
}

[[maybe_unused]] const bool cast_tiles =
    register_cast_tiles<float, double, bfloat16, bool, int32_t, int64_t, uint8_t>();

CPU_KERNEL("Cast", Cast, float, double, half, bfloat16, bool, int8_t, int32_t, int64_t, uint8_t);

}  // namespace
}  // namespace tb
