// Cumulative sums.
#include "../parallel.h"
#include "axes.h"
#include "math.h"

namespace tb {
namespace {

struct Cumsum {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array& x = ctx.input(0);
    int64_t axis;
    if (!read_axis(ctx.input(1), x.rank(), &axis)) return false;
    int a = static_cast<int>(axis);
    bool exclusive = ctx.attr_bool("exclusive"), reverse = ctx.attr_bool("reverse");
    int64_t n = x.dim(a), inner = x.dims().product(a + 1, x.rank());
    int64_t step = reverse ? -inner : inner;
    const T* in = x.data<T>();
    T* out = ctx.output(x.dtype(), x.dims()).template data<T>();
    parallel_for(n == 0 ? 0 : x.size() / n, 2 * n, [=](int64_t begin, int64_t end) {
      for (int64_t line = begin; line < end; ++line) {
        int64_t at = line / inner * n * inner + line % inner + (reverse ? (n - 1) * inner : 0);
        C total(0);
        for (int64_t i = 0; i < n; ++i, at += step) {
          C value = static_cast<C>(in[at]);
          out[at] = static_cast<T>(exclusive ? total : total + value);
          total += value;
        }
      }
    });
    return true;
  }
};

CPU_KERNEL("Cumsum", Cumsum, float, double, half, bfloat16, int32_t, int64_t);

}  // namespace
}  // namespace tb
