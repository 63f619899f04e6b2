// Optimizer steps whose gradient is given in slices: what an embedding's gradient is. All rows of
// the slots decay, as with a dense gradient, so each step is one pass over all rows.
#include <cmath>

#include "axes.h"
#include "optimizer_state.h"

namespace tb {
namespace {

// For each row of a variable, the slices that belong to it, in their order.
class SlicesByRow {
 public:
  // False where a slice belongs to no row.
  bool build(const Array& indices, int64_t rows) {
    List<int64_t> places;
    if (!read_vector(indices, &places)) return false;
    first_.assign(static_cast<size_t>(rows), -1);
    next_.resize(places.size());
    for (int64_t k = static_cast<int64_t>(places.size()) - 1; k >= 0; --k) {
      int64_t row = places[k];
      if (row < 0 || row >= rows) return false;
      next_[k] = first_[row];
      first_[row] = k;
    }
    return true;
  }
  int64_t first(int64_t row) const { return first_[row]; }
  int64_t next(int64_t slice) const { return next_[slice]; }

 private:
  List<int64_t> first_, next_;
};

struct AdamSlices {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &values = ctx.input(9), &indices = ctx.input(10);
    Variable* variable = variable_of(ctx.input(0));
    if (!variable || values.rank() < 1 || indices.rank() != 1 || values.dim(0) != indices.dim(0)) {
      return false;
    }
    Dims dims;
    {
      std::lock_guard lock(variable->mutex());
      if (!variable->value()) return false;
      dims = variable->value().dims();
    }
    if (dims.rank() != values.rank() ||
        !std::equal(dims.begin() + 1, dims.end(), values.dims().begin() + 1)) {
      return false;
    }
    T p[6];
    SlicesByRow slices;
    State<T, 3> state;
    if (!read_scalars<T>(ctx, 3, 6, p) || !slices.build(indices, dims[0]) ||
        !state.open(ctx, dims)) {
      return false;
    }
    T rate = p[2] * std::sqrt(T(1) - p[1]) / (T(1) - p[0]);
    int64_t width = dims.product(1, dims.rank());
    T *v = state[0], *m = state[1], *s = state[2];
    const T* g = values.data<T>();
    parallel_for(dims[0], 6 * width, [&](int64_t begin, int64_t end) {
      Scratch<T> sums(2 * width);
      T *total = sums.get(), *squares = total + width;
      for (int64_t row = begin; row < end; ++row) {
        std::fill_n(total, 2 * width, T(0));
        for (int64_t k = slices.first(row); k >= 0; k = slices.next(k)) {
          const T* slope = g + k * width;
          for (int64_t i = 0; i < width; ++i) {
            total[i] += slope[i];
            squares[i] += slope[i] * slope[i];
          }
        }
        int64_t at = row * width;
        update_row(width, total, squares, T(1) - p[3], T(1) - p[4], rate, p[5], v + at, m + at,
                   s + at);
      }
    });
    return true;
  }

  template <class T>
  static TB_NOINLINE void update_row(int64_t n, const T* total, const T* squares, T decay1,
                                     T decay2, T rate, T epsilon, T* v, T* m, T* s) {
#pragma omp simd
    for (int64_t i = 0; i < n; ++i) {
      T first = m[i] + (total[i] - m[i]) * decay1;
      T second = s[i] + (squares[i] - s[i]) * decay2;
      m[i] = first;
      s[i] = second;
      v[i] -= rate * first / (std::sqrt(second) + epsilon);
    }
  }
};

CPU_KERNEL_AT(3, "TensorbrookAdamSlices", AdamSlices, float, double);

}  // namespace
}  // namespace tb
