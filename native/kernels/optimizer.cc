// Optimizer steps: every one is a single pass over the variable and its slots.
#include <cmath>

#include "optimizer_state.h"

namespace tb {
namespace {

struct GradientDescent {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array& gradient = ctx.input(2);
    C alpha;
    State<T, 1> state;
    if (!read_scalars<T>(ctx, 1, 1, &alpha) || !state.open(ctx, gradient)) return false;
    T* v = state[0];
    const T* g = gradient.data<T>();
    for_all(gradient.size(), 1, [=](int64_t i) {
      v[i] = static_cast<T>(static_cast<C>(v[i]) - alpha * static_cast<C>(g[i]));
    });
    return true;
  }
};

// Keras folds the learning rate into the accumulator, TensorFlow's own form does not.
template <bool keras>
struct Momentum {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array& gradient = ctx.input(3);
    C rate, momentum;
    State<T, 2> state;
    if (!read_scalars<T>(ctx, 2, 1, &rate) || !read_scalars<T>(ctx, 4, 1, &momentum) ||
        !state.open(ctx, gradient)) {
      return false;
    }
    bool nesterov = ctx.attr_bool("use_nesterov");
    T *v = state[0], *a = state[1];
    const T* g = gradient.data<T>();
    for_all(gradient.size(), 3, [=](int64_t i) {
      C slope = static_cast<C>(g[i]);
      C speed = static_cast<C>(a[i]) * momentum + (keras ? -rate * slope : slope);
      a[i] = static_cast<T>(speed);
      C step = nesterov ? speed * momentum + (keras ? -rate * slope : slope) : speed;
      v[i] = static_cast<T>(static_cast<C>(v[i]) + (keras ? step : -rate * step));
    });
    return true;
  }
};

struct RMSProp {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array& gradient = ctx.input(7);
    C p[4];
    State<T, 3> state;
    if (!read_scalars<T>(ctx, 3, 4, p) || !state.open(ctx, gradient)) return false;
    C rate = p[0], rho = p[1], momentum = p[2], epsilon = p[3];
    T *v = state[0], *ms = state[1], *mom = state[2];
    const T* g = gradient.data<T>();
    for_all(gradient.size(), 6, [=](int64_t i) {
      C slope = static_cast<C>(g[i]);
      C square = static_cast<C>(ms[i]);
      square += (slope * slope - square) * (C(1) - rho);
      C speed = static_cast<C>(mom[i]) * momentum + rate * slope / std::sqrt(square + epsilon);
      ms[i] = static_cast<T>(square);
      mom[i] = static_cast<T>(speed);
      v[i] = static_cast<T>(static_cast<C>(v[i]) - speed);
    });
    return true;
  }
};

struct Adam {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array& gradient = ctx.input(9);
    C p[6];
    State<T, 3> state;
    if (!read_scalars<T>(ctx, 3, 6, p) || !state.open(ctx, gradient)) return false;
    C beta1 = p[3], beta2 = p[4], epsilon = p[5];
    C rate = p[2] * std::sqrt(C(1) - p[1]) / (C(1) - p[0]);
    bool nesterov = ctx.attr_bool("use_nesterov");
    T *v = state[0], *m = state[1], *s = state[2];
    const T* g = gradient.data<T>();
    for_all(gradient.size(), 6, [=](int64_t i) {
      C slope = static_cast<C>(g[i]);
      C first = static_cast<C>(m[i]);
      first += (slope - first) * (C(1) - beta1);
      C second = static_cast<C>(s[i]);
      second += (slope * slope - second) * (C(1) - beta2);
      C direction = nesterov ? first * beta1 + (C(1) - beta1) * slope : first;
      m[i] = static_cast<T>(first);
      s[i] = static_cast<T>(second);
      v[i] =
          static_cast<T>(static_cast<C>(v[i]) - rate * direction / (std::sqrt(second) + epsilon));
    });
    return true;
  }
};

// The second form adds an epsilon before it divides.
template <bool with_epsilon>
struct Adagrad {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array& gradient = ctx.input(with_epsilon ? 4 : 3);
    C p[2] = {C(0), C(0)};
    State<T, 2> state;
    if (!read_scalars<T>(ctx, 2, with_epsilon ? 2 : 1, p) || !state.open(ctx, gradient))
      return false;
    C rate = p[0], epsilon = p[1];
    bool update = ctx.attr_bool("update_slots", true);
    T *v = state[0], *a = state[1];
    const T* g = gradient.data<T>();
    for_all(gradient.size(), 4, [=](int64_t i) {
      C slope = static_cast<C>(g[i]);
      C square = static_cast<C>(a[i]) + (update ? slope * slope : C(0));
      a[i] = static_cast<T>(square);
      v[i] = static_cast<T>(static_cast<C>(v[i]) - rate * slope / (std::sqrt(square) + epsilon));
    });
    return true;
  }
};

#define TRAINABLE float, double, half, bfloat16

CPU_KERNEL_AT(1, "ResourceApplyGradientDescent", GradientDescent, TRAINABLE);
CPU_KERNEL_AT(2, "ResourceApplyMomentum", Momentum<false>, TRAINABLE);
CPU_KERNEL_AT(2, "ResourceApplyKerasMomentum", Momentum<true>, TRAINABLE);
CPU_KERNEL_AT(3, "ResourceApplyRMSProp", RMSProp, TRAINABLE);
CPU_KERNEL_AT(3, "ResourceApplyAdam", Adam, TRAINABLE);
CPU_KERNEL_AT(2, "ResourceApplyAdagrad", Adagrad<false>, TRAINABLE);
CPU_KERNEL_AT(2, "ResourceApplyAdagradV2", Adagrad<true>, TRAINABLE);

}  // namespace
}  // namespace tb
