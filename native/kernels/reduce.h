// The driver of reductions. The dimensions are merged into groups that are reduced or kept;
// every reduced group is one pass over [outer][reduced][inner].
#pragma once

#include <algorithm>

#include "../parallel.h"
#include "../registry.h"
#include "axes.h"
#include "math.h"

namespace tb {

struct ReducePlan {
  struct Group {
    int64_t size;
    bool reduced;
  };
  static constexpr int kMostGroups = 16;

  Group groups[kMostGroups];  // reduced and kept ones alternate
  int group_count = 0;
  Dims output;
  int64_t count = 1;  // elements that fall into one result

  // From the input, the axes (input 1) and keep_dims; false for wrong axes.
  bool read(KernelContext& ctx);

  // Whether one of the first `count` groups is reduced.
  bool any_reduced(int count) const {
    return std::any_of(groups, groups + count, [](const Group& group) { return group.reduced; });
  }
  void remove(int index) {
    std::copy(groups + index + 1, groups + group_count, groups + index);
    --group_count;
  }
};

// Op: `Lane<T>` is the type of the inner sums, `Wide<T>` of the total of many inner sums;
// `template <class A> static A start()`, `static A combine(A, A)`.
template <class Op, class T>
struct Reducer {
  using Lane = typename Op::template Lane<T>;
  using Wide = typename Op::template Wide<T>;

  // Lanes per row: independent accumulators that fill vector registers.
  static constexpr int64_t kLanes = std::clamp<int64_t>(128 / sizeof(Lane), 16, 32);
  static constexpr int64_t kBlock = 64 * kLanes;
  static constexpr int64_t kTile = 256;
  static constexpr int64_t kBlockRows = 64;

  TB_NOINLINE static Wide row(const T* x, int64_t n) {
    Wide total = Op::template start<Wide>();
    int64_t i = 0;
    while (n - i >= kLanes) {
      Lane lanes[kLanes];
      for (int64_t l = 0; l < kLanes; ++l) lanes[l] = Op::template start<Lane>();
      int64_t end = std::min(n - kLanes + 1, i + kBlock);
      for (; i < end; i += kLanes) {
        for (int64_t l = 0; l < kLanes; ++l) {
          lanes[l] = Op::combine(lanes[l], static_cast<Lane>(x[i + l]));
        }
      }
      for (int64_t l = 0; l < kLanes; ++l) total = Op::combine(total, static_cast<Wide>(lanes[l]));
    }
    for (; i < n; ++i) total = Op::combine(total, static_cast<Wide>(static_cast<Lane>(x[i])));
    return total;
  }

  // Column totals of rows [0, rows) of a matrix, added into `totals`.
  static void columns(const T* x, int64_t rows, int64_t stride, int64_t width, Wide* totals) {
    Lane lanes[kTile];
    for (int64_t tile = 0; tile < width; tile += kTile) {
      int64_t n = std::min(kTile, width - tile);
      for (int64_t block = 0; block < rows; block += kBlockRows) {
        int64_t end = std::min(rows, block + kBlockRows);
        for (int64_t l = 0; l < n; ++l) lanes[l] = Op::template start<Lane>();
        for (int64_t r = block; r < end; ++r) {
          const T* line = x + r * stride + tile;
#pragma omp simd
          for (int64_t l = 0; l < n; ++l) {
            lanes[l] = Op::combine(lanes[l], static_cast<Lane>(line[l]));
          }
        }
        for (int64_t l = 0; l < n; ++l) {
          totals[tile + l] = Op::combine(totals[tile + l], static_cast<Wide>(lanes[l]));
        }
      }
    }
  }

  // Sends every total through `finish` into out[outer][inner].
  template <class Finish>
  static void pass(const T* x, int64_t outer, int64_t reduced, int64_t inner, Finish finish) {
    int64_t work = reduced * inner;
    if (outer > 1 || thread_count() == 1 || work < 4 * kParallelGrain) {
      parallel_for(outer, work + 8, [&](int64_t begin, int64_t end) {
        Scratch<Wide> memory(inner);
        Wide* totals = memory.get();
        for (int64_t o = begin; o < end; ++o) {
          one(x + o * work, reduced, inner, totals);
          for (int64_t i = 0; i < inner; ++i) finish(o * inner + i, totals[i]);
        }
      });
      return;
    }
    // One long reduction: every thread takes a share of it.
    int pieces = thread_count();
    Scratch<Wide> memory(pieces * inner);
    Wide* partial = memory.get();
    parallel_for(pieces, work, [&](int64_t begin, int64_t end) {
      for (int64_t p = begin; p < end; ++p) {
        int64_t first = reduced * p / pieces, last = reduced * (p + 1) / pieces;
        one(x + first * inner, last - first, inner, partial + p * inner);
      }
    });
    for (int64_t i = 0; i < inner; ++i) {
      Wide total = partial[i];
      for (int p = 1; p < pieces; ++p) total = Op::combine(total, partial[p * inner + i]);
      finish(i, total);
    }
  }

 private:
  TB_NOINLINE static void one(const T* x, int64_t reduced, int64_t inner, Wide* totals) {
    if (inner == 1) {
      totals[0] = row(x, reduced);
      return;
    }
    std::fill_n(totals, inner, Op::template start<Wide>());
    columns(x, reduced, inner, inner, totals);
  }
};

// Inner sums of a few thousand floats lose nothing that matters; their total is a double.
template <class T>
using WideSum = std::conditional_t<math::is_real_float<T>, double, T>;

struct SumOp {
  template <class T>
  using Lane = math::Compute<T>;
  template <class T>
  using Wide = WideSum<T>;
  static constexpr bool kEmptyIsFine = true;
  template <class A>
  static A start() {
    return A(0);
  }
  template <class A>
  static TB_INLINE A combine(A x, A y) {
    return static_cast<A>(x + y);
  }
  template <class A>
  static A finish(A total, int64_t) {
    return total;
  }
};

// Op::finish(total, count) makes a result of a total.
template <class Op>
struct Reduce {
  template <class T>
  static bool run(KernelContext& ctx) {
    ReducePlan plan;
    if (!plan.read(ctx)) return false;
    const Array& input = ctx.input(0);
    if (plan.count == 0 && !Op::kEmptyIsFine) return false;
    if (!plan.any_reduced(plan.group_count)) {
      ctx.share(input.reshaped(plan.output));
      return true;
    }
    if (plan.output.elements() == 0) {
      ctx.output(input.dtype(), plan.output);
      return true;
    }
    Array current = input;
    while (true) {
      int last = plan.group_count - 1;
      while (!plan.groups[last].reduced) --last;
      bool final_pass = !plan.any_reduced(last);
      int64_t outer = 1, inner = 1;
      for (int i = 0; i < last; ++i) outer *= plan.groups[i].size;
      for (int i = last + 1; i < plan.group_count; ++i) inner *= plan.groups[i].size;
      Array next = final_pass ? ctx.output(input.dtype(), plan.output)
                              : Array(input.dtype(), Dims{outer, inner});
      T* out = next.data<T>();
      int64_t count = plan.count;
      Reducer<Op, T>::pass(current.data<T>(), outer, plan.groups[last].size, inner,
                           [=](int64_t i, auto total) {
                             out[i] = static_cast<T>(final_pass ? Op::finish(total, count) : total);
                           });
      if (final_pass) return true;
      plan.remove(last);
      current = std::move(next);
    }
  }
};

// What fused steps are put together from, beside the loops over elements:
//   "Sum/rows"     a result for each of n rows; `count` is the length of a row
//   "Sum/columns"  adds `count` rows of n elements to n totals in double
//   "Sum/finish"   makes results of n totals, into each of which `count` elements fell
template <class Op>
struct OfRows {
  template <class T>
  static TileKernel tile() {
    return {dtype_of<T>, dtype_of<T>, 1,
            [](const void* const* in, int count, void* out, int64_t n) {
              const T* x = static_cast<const T*>(in[0]);
              for (int64_t row = 0; row < n; ++row) {
                auto total = Reducer<Op, T>::row(x + row * count, count);
                static_cast<T*>(out)[row] = static_cast<T>(Op::finish(total, count));
              }
            }};
  }
};

template <class Op>
struct OfColumns {
  template <class T>
  static TileKernel tile() {
    return {dtype_of<T>, DType::kDouble, 1,
            [](const void* const* in, int count, void* out, int64_t n) {
              const T* x = static_cast<const T*>(in[0]);
              double* totals = static_cast<double*>(out);
              // Sums in the type of lanes are worth while where several rows go into them.
              constexpr int kFewRows = 4;
              if (n == 1) {
                totals[0] = Op::combine(totals[0], Reducer<Op, T>::row(x, count));
              } else if (count >= kFewRows) {
                Reducer<Op, T>::columns(x, count, n, n, totals);
              } else {
                for (const T* line = x; line < x + count * n; line += n) {
                  for (int64_t i = 0; i < n; ++i) {
                    totals[i] = Op::combine(totals[i], static_cast<double>(line[i]));
                  }
                }
              }
            }};
  }
};

template <class Op>
struct FinishedColumns {
  template <class T>
  static TileKernel tile() {
    return {DType::kDouble, dtype_of<T>, 1,
            [](const void* const* in, int count, void* out, int64_t n) {
              const double* totals = static_cast<const double*>(in[0]);
              for (int64_t i = 0; i < n; ++i) {
                static_cast<T*>(out)[i] = static_cast<T>(Op::finish(totals[i], count));
              }
            }};
  }
};

template <class K, class... Ts>
bool register_tiles(const char* name) {
  OpEntry& entry = Registry::instance().entry(name);
  (add_tile<K, Ts>(entry), ...);
  return true;
}

// Loops that only fused steps call.
#define CPU_TILES(name, K, ...)                                          \
  [[maybe_unused]] static const bool TB_JOIN(registered_, __COUNTER__) = \
      ::tb::register_tiles<K, __VA_ARGS__>(name)

}  // namespace tb
