// Softmax, its logarithm, and the cross-entropy losses over it. Rows are the last dimension.

#include <type_traits>

#include "../parallel.h"
#include "../registry.h"
#include "axes.h"
#include "math.h"
#include "reduce.h"

namespace tb {
namespace {

template <class C, class T>
C largest(const T* x, int64_t n) {
  // The same lanes as the Max reduction; NaN passes through the sum that follows.
  constexpr int64_t lanes = 16;
  C best[lanes];
  for (C& value : best) value = -std::numeric_limits<C>::infinity();
  int64_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    for (int64_t l = 0; l < lanes; ++l) {
      C value = static_cast<C>(x[i + l]);
      best[l] = value > best[l] ? value : best[l];
    }
  }
  for (; i < n; ++i) best[0] = static_cast<C>(x[i]) > best[0] ? static_cast<C>(x[i]) : best[0];
  for (int64_t l = 1; l < lanes; ++l) best[0] = best[l] > best[0] ? best[l] : best[0];
  return best[0];
}

// exps = exp(x - top); returns their sum. `exps` may be `x`.
template <class C, class T>
C exponentials(const T* x, int64_t n, C top, C* exps) {
  C sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < n; ++i) {
    C value = math::exp(static_cast<C>(x[i]) - top);
    exps[i] = value;
    sum += value;
  }
  return sum;
}

// Where the exponentials of a row go: into the result, unless it is of a narrower type.
template <class C, class T>
class RowScratch {
 public:
  explicit RowScratch(int64_t n) : memory_(std::is_same_v<C, T> ? 0 : n) {}
  C* at(T* line) const {
    if constexpr (std::is_same_v<C, T>) return line;
    return memory_.get();
  }

 private:
  Scratch<C> memory_;
};

// Calls body(row, scratch) for every row of n elements.
template <class T, class Body>
void for_rows(int64_t rows, int64_t n, const Body& body) {
  parallel_for(rows, n * 6 + 8, [&](int64_t begin, int64_t end) {
    RowScratch<math::Compute<T>, T> scratch(n);
    for (int64_t row = begin; row < end; ++row) body(row, scratch);
  });
}

template <class T, class S>
void softmax_row(const T* x, int64_t n, const S& scratch, T* out) {
  using C = math::Compute<T>;
  C* exps = scratch.at(out);
  C factor = C(1) / exponentials(x, n, largest<C>(x, n), exps);
  for (int64_t i = 0; i < n; ++i) out[i] = static_cast<T>(exps[i] * factor);
}

// "Softmax/rows" of a fused step: n rows of `count` elements.
struct SoftmaxRows {
  template <class T>
  static TileKernel tile() {
    return {dtype_of<T>, dtype_of<T>, 6,
            [](const void* const* in, int count, void* out, int64_t n) {
              RowScratch<math::Compute<T>, T> scratch(count);
              for (int64_t at = 0; at < n * count; at += count) {
                softmax_row(static_cast<const T*>(in[0]) + at, count, scratch,
                            static_cast<T*>(out) + at);
              }
            }};
  }
};

struct Softmax {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array& logits = ctx.input(0);
    if (logits.rank() < 1) return false;
    int64_t n = logits.dim(logits.rank() - 1);
    const T* x = logits.data<T>();
    T* out = ctx.output_over(logits.dtype(), logits.dims(), {0}).template data<T>();
    if (n == 0) return true;
    for_rows<T>(logits.size() / n, n, [=](int64_t row, const auto& scratch) {
      softmax_row(x + row * n, n, scratch, out + row * n);
    });
    return true;
  }
};

struct LogSoftmax {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array& logits = ctx.input(0);
    if (logits.rank() < 1) return false;
    int64_t n = logits.dim(logits.rank() - 1);
    const T* x = logits.data<T>();
    T* out = ctx.output_over(logits.dtype(), logits.dims(), {0}).template data<T>();
    if (n == 0) return true;
    parallel_for(logits.size() / n, n * 6 + 8, [=](int64_t begin, int64_t end) {
      for (const T* line = x + begin * n; line < x + end * n; line += n) {
        C top = largest<C>(line, n), sum = 0;
#pragma omp simd reduction(+ : sum)
        for (int64_t i = 0; i < n; ++i) sum += math::exp(static_cast<C>(line[i]) - top);
        C offset = std::log(sum);
        T* result = out + (line - x);
        for (int64_t i = 0; i < n; ++i) {
          result[i] = static_cast<T>((static_cast<C>(line[i]) - top) - offset);
        }
      }
    });
    return true;
  }
};

struct SparseCrossEntropy {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array &features = ctx.input(0), &labels = ctx.input(1);
    if (features.rank() != 2 || labels.rank() != 1 || labels.dim(0) != features.dim(0))
      return false;
    int64_t rows = features.dim(0), n = features.dim(1);
    List<int64_t> classes;
    if (n == 0 || !read_integers(labels, &classes)) return false;
    for (int64_t label : classes) {
      if (label < 0 || label >= n) return false;
    }
    const T* x = features.data<T>();
    T* loss = ctx.output(features.dtype(), {rows}).template data<T>();
    T* backprop = ctx.output_over(features.dtype(), features.dims(), {0}).template data<T>();
    for_rows<T>(rows, n, [=, &classes](int64_t row, const auto& scratch) {
      const T* logits = x + row * n;
      T* line = backprop + row * n;
      C* exps = scratch.at(line);
      int64_t label = classes[row];
      C top = largest<C>(logits, n), own = static_cast<C>(logits[label]) - top;
      C sum = exponentials(logits, n, top, exps), factor = C(1) / sum;
      C weight = exps[label] * factor;
      for (int64_t i = 0; i < n; ++i) line[i] = static_cast<T>(exps[i] * factor);
      loss[row] = static_cast<T>(std::log(sum) - own);
      line[label] = static_cast<T>(weight - C(1));
    });
    return true;
  }
};

struct CrossEntropy {
  template <class T>
  static bool run(KernelContext& ctx) {
    using C = math::Compute<T>;
    const Array &features = ctx.input(0), &labels = ctx.input(1);
    if (features.rank() != 2 || !(labels.dims() == features.dims()) ||
        labels.dtype() != features.dtype()) {
      return false;
    }
    int64_t rows = features.dim(0), n = features.dim(1);
    if (n == 0) return false;
    const T* x = features.data<T>();
    const T* y = labels.data<T>();
    T* loss = ctx.output(features.dtype(), {rows}).template data<T>();
    T* backprop = ctx.output(features.dtype(), features.dims()).template data<T>();
    for_rows<T>(rows, n, [=](int64_t row, const auto& scratch) {
      const T *logits = x + row * n, *target = y + row * n;
      T* line = backprop + row * n;
      C* exps = scratch.at(line);
      C top = largest<C>(logits, n), sum = exponentials(logits, n, top, exps);
      C offset = std::log(sum), factor = C(1) / sum, total = 0;
      for (int64_t i = 0; i < n; ++i) {
        C label = static_cast<C>(target[i]);
        // A label of zero adds nothing, even where the logit is -infinity.
        total += label == C(0) ? C(0) : label * (offset - (static_cast<C>(logits[i]) - top));
        line[i] = static_cast<T>(exps[i] * factor - label);
      }
      loss[row] = static_cast<T>(total);
    });
    return true;
  }
};

#define FLOATS float, double, half, bfloat16

CPU_KERNEL("Softmax", Softmax, FLOATS);
CPU_TILES("Softmax/rows", SoftmaxRows, FLOATS);
CPU_KERNEL("LogSoftmax", LogSoftmax, FLOATS);
CPU_KERNEL("SparseSoftmaxCrossEntropyWithLogits", SparseCrossEntropy, FLOATS);
CPU_KERNEL("SoftmaxCrossEntropyWithLogits", CrossEntropy, FLOATS);

}  // namespace
}  // namespace tb
