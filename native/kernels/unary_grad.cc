// Gradients of element-wise functions, from what the forward pass kept.
#include "elementwise.h"

namespace tb {
namespace {

// First argument: the forward result (or, for the Relu family, the gradient), as in TensorFlow.
#define PAIRWISE(Name, cost, first, second, expression) \
  struct Name {                                         \
    static constexpr int64_t kCost = cost;              \
    template <class T>                                  \
    static TB_INLINE T apply(T first, T second) {       \
      return expression;                                \
    }                                                   \
  }

PAIRWISE(TanhGrad, 2, y, dy, dy*(T(1) - y * y));
PAIRWISE(SigmoidGrad, 2, y, dy, dy * y * (T(1) - y));
// No gradient stays none where the slope is infinite: tf.where(x > 0, tf.sqrt(x), 0) relies on it.
PAIRWISE(SqrtGrad, 2, y, dy, dy == T(0) ? T(0) : dy * T(0.5) / y);
PAIRWISE(RsqrtGrad, 2, y, dy, dy == T(0) ? T(0) : T(-0.5) * dy * (y * y * y));
PAIRWISE(ReciprocalGrad, 2, y, dy, dy == T(0) ? T(0) : -dy * y * y);
PAIRWISE(ReluGrad, 1, dy, x, x > T(0) ? dy : T(0));
PAIRWISE(Relu6Grad, 1, dy, x, (x > T(0)) & (x < T(6)) ? dy : T(0));
PAIRWISE(EluGrad, 2, dy, y, y < T(0) ? dy * (y + T(1)) : dy);
PAIRWISE(SeluGrad, 2, dy, y,
         y < T(0) ? dy * (y + T(1.0507009873554804934 * 1.6732632423543772848))
                  : dy * T(1.0507009873554804934));
PAIRWISE(SoftplusGrad, 6, dy, x, dy / (T(1) + math::exp(-x)));
PAIRWISE(SoftsignGrad, 4, dy, x, dy / ((T(1) + std::fabs(x)) * (T(1) + std::fabs(x))));

struct LeakyReluGrad {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array& gradient = ctx.input(0);
    const Array& features = ctx.input(1);
    if (!(gradient.dims() == features.dims())) return false;
    const C alpha = static_cast<C>(ctx.attr_float("alpha", 0.2));
    const T* dy = gradient.data<T>();
    const T* x = features.data<T>();
    T* out = ctx.output_over(gradient.dtype(), gradient.dims(), {0, 1}).template data<T>();
    parallel_for(gradient.size(), 1, [=](int64_t begin, int64_t end) {
#pragma omp simd
      for (int64_t i = begin; i < end; ++i) {
        C slope = static_cast<C>(x[i]) > C(0) ? C(1) : alpha;
        out[i] = static_cast<T>(static_cast<C>(dy[i]) * slope);
      }
    });
    return true;
  }
};

#define FLOATS float, double, half, bfloat16

CPU_KERNEL("TanhGrad", Pairwise<TanhGrad>, FLOATS);
CPU_KERNEL("SigmoidGrad", Pairwise<SigmoidGrad>, FLOATS);
CPU_KERNEL("SqrtGrad", Pairwise<SqrtGrad>, FLOATS);
CPU_KERNEL("RsqrtGrad", Pairwise<RsqrtGrad>, FLOATS);
CPU_KERNEL("ReciprocalGrad", Pairwise<ReciprocalGrad>, FLOATS);
CPU_KERNEL("InvGrad", Pairwise<ReciprocalGrad>, FLOATS);
CPU_KERNEL("ReluGrad", Pairwise<ReluGrad>, FLOATS);
CPU_KERNEL("Relu6Grad", Pairwise<Relu6Grad>, FLOATS);
CPU_KERNEL("EluGrad", Pairwise<EluGrad>, FLOATS);
CPU_KERNEL("SeluGrad", Pairwise<SeluGrad>, FLOATS);
CPU_KERNEL("SoftplusGrad", Pairwise<SoftplusGrad>, FLOATS);
CPU_KERNEL("SoftsignGrad", Pairwise<SoftsignGrad>, FLOATS);
CPU_KERNEL("LeakyReluGrad", LeakyReluGrad, FLOATS);

}  // namespace
}  // namespace tb
