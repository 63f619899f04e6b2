// Random numbers from a counter that the program keeps.
#include "../philox.h"
#include "../registry.h"
#include "axes.h"

namespace tb {
namespace {

using Draw = bool (*)(const PhiloxStream&, DType, void*, int64_t);

// Inputs: shape, key, counter, algorithm.
template <Draw draw>
bool stateless(KernelContext& ctx) {
  const Array &key = ctx.input(1), &counter = ctx.input(2);
  List<int64_t> sizes;
  bool fits = read_vector(ctx.input(0), &sizes) && key.dtype() == DType::kUInt64 &&
              key.size() == 1 && counter.dtype() == DType::kUInt64 && counter.size() == 2;
  if (!fits || std::any_of(sizes.begin(), sizes.end(), [](int64_t n) { return n < 0; })) {
    return false;
  }
  DType dtype = ctx.attr_dtype("dtype", DType::kFloat);
  if (dtype_size(dtype) == 0) return false;
  Array& out = ctx.output(dtype, Dims(sizes.data(), static_cast<int>(sizes.size())));
  const uint64_t* at = counter.data<uint64_t>();
  return draw({*key.data<uint64_t>(), at[0], at[1]}, dtype, out.raw(), out.size());
}

CPU_KERNEL_ANY("StatelessRandomUniformV2", stateless<philox_uniform>);
CPU_KERNEL_ANY("StatelessRandomNormalV2", stateless<philox_normal>);

}  // namespace
}  // namespace tb
